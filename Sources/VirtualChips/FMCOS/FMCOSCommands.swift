import CardPrimitives

/// The commands that the card knows (FMCOS 2.0 user manual, chapters 7 and 8).
extension VirtualFMCOS {
    func execute(
        _ command: FMCOSCommand, challenge: [UInt8]?
    ) throws(FMCOSStatus) -> [UInt8] {
        if command.instruction != 0xA4, command.instruction != 0x84, command.instruction != 0x18 {
            guard directory.lock == .open else { throw .locked }
        }
        switch (command.cla & 0xF0, command.instruction) {
        case (0x00, 0xA4): return try select(command)
        case (0x00, 0x84): return try giveChallenge(command)
        case (0x00, 0x82): return try authenticate(command, challenge)
        case (0x00, 0x88): return try prove(command)
        case (0x00, 0xB0): return try readBinary(command, challenge)
        case (0x00, 0xD6): return try updateBinary(command, challenge)
        case (0x00, 0xB2): return try readRecord(command)
        case (0x80, 0xE0): return try create(command)
        case (0x80, 0x0E): return try erase(command)
        case (0x80, 0xD4): return try writeKey(command, challenge)
        case (0x80, 0x1E): return try block(command, challenge)
        case (0x80, 0x18): return try unblock(command, challenge)
        case (0x80, 0x16): return try blockCard(command, challenge)
        case (0x80, 0x5C): return try giveBalance(command)
        case (0x80, 0x50): return try begin(command)
        case (0x80, 0x52): return try load(command)
        case (0x80, 0x54): return try purchase(command)
        case (0x80, 0x5A): return try giveProof(command)
        case (0x00, _), (0x80, _): throw .instruction
        default: throw .cardClass
        }
    }

    private func giveChallenge(_ command: FMCOSCommand) throws(FMCOSStatus) -> [UInt8] {
        guard let length = command.expected, [4, 8].contains(length) else { throw .wrongLength }
        let bytes = random.bytes(length)
        challenge = bytes
        return bytes
    }

    /// EXTERNAL AUTHENTICATE: the challenge under a key of type 39, which raises the state.
    private func authenticate(
        _ command: FMCOSCommand, _ challenge: [UInt8]?
    ) throws(FMCOSStatus) -> [UInt8] {
        guard command.data.count == 8 else { throw .wrongLength }
        let index = try key(FMCOSKey.externalAuthentication, command.p2)
        let key = try keyFile().keys[index]
        try require(key.useRight)
        guard key.triesLeft > 0 else { throw .keyLocked }
        guard let challenge else { throw .conditions }
        let filled = challenge + [UInt8](repeating: 0, count: 8 - challenge.count)
        guard FMCOSCipher.encrypt(filled, key.bytes) == command.data else {
            directory.keyFile?.keys[index].noteFailure()
            throw .tries(left: key.triesLeft - 1)
        }
        directory.keyFile?.keys[index].noteSuccess()
        let state = key.parameters[0] & 0x0F
        if selected == nil { rootState = state } else { applicationState = state }
        return []
    }

    /// INTERNAL AUTHENTICATE with a key of type 34: the card enciphers what it is given.
    private func prove(_ command: FMCOSCommand) throws(FMCOSStatus) -> [UInt8] {
        guard command.p1 == 0 else { throw .parameters }
        guard !command.data.isEmpty, command.data.count % 8 == 0 else { throw .wrongLength }
        let index = try key(FMCOSKey.internalAuthentication, command.p2)
        let key = try keyFile().keys[index]
        try require(key.useRight)
        return FMCOSCipher.encrypt(command.data, key.bytes)
    }

    func keyFile() throws(FMCOSStatus) -> FMCOSKeyFile {
        guard let keys = directory.keyFile else { throw .fileNotFound }
        guard !keys.isDamaged else { throw .checkSum }
        return keys
    }

    /// Where a key stands in the key file.
    func key(_ kind: UInt8, _ identifier: UInt8) throws(FMCOSStatus) -> Int {
        let keys = try keyFile().keys
        let found = keys.firstIndex { $0.kind == kind && $0.identifier == identifier }
        guard let found else { throw .keyNotFound }
        guard !keys[found].isDamaged else { throw .checkSum }
        return found
    }
}
