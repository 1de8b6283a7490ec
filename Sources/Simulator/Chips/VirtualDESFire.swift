package import CampusCard
package import CardPrimitives

/// A DESFire card with a memory that outlives power and cryptography of its own.
///
/// It answers ISO-wrapped commands (`90 INS 00 00 …`). Each write to its memory is atomic except in
/// a standard file; power may be taken away between any two APDUs (`fieldLost`) or within one
/// (`tear`). Its EV1 bytes are checked against a real card's transcript, its EV2 bytes against
/// NXP's published examples; no claim is made on timing.
package final class VirtualDESFire {
    /// What survives without power.
    package internal(set) var memory: ChipMemory
    var random: any RandomSource
    private var isPowered = false

    // Everything below is lost with the field.
    var selected: UInt32 = 0
    var session = ChipSession.none
    /// The key that the session was opened with, on the card or application that is selected.
    var sessionKey: UInt8?
    /// Uncommitted contents of backup and value files, by file number.
    var pending: [UInt8: ChipFile.Content] = [:]
    private var exchange = Exchange.none

    /// A command or answer that spans several frames.
    private enum Exchange {
        case none
        case command(UInt8, [UInt8], expected: Int)
        case answer([[UInt8]])
        case handshake(ChipHandshake)
    }

    package init(memory: ChipMemory, random: any RandomSource) {
        self.memory = memory
        self.random = random
    }

    /// A chip as delivered.
    package convenience init(
        uid: CardUID, generation: ChipGeneration = .ev2, random: any RandomSource
    ) {
        self.init(memory: ChipMemory(uid: uid, generation: generation), random: random)
    }

    package var uid: CardUID { memory.uid }

    /// Brings the chip into the field, or resets it there.
    /// - Returns: its UID of the anticollision and its answer to select (ISO/IEC 14443-4).
    package func activate() -> (uid: [UInt8], ats: [UInt8]) {
        fieldLost()
        isPowered = true
        let shown = memory.hasRandomUID ? [0x08] + random.bytes(3) : memory.uid.bytes
        return (shown, [0x06, 0x75, 0x77, 0x81, 0x02, 0x80])
    }

    /// Takes the field away: sessions and uncommitted writes are gone.
    package func fieldLost() {
        isPowered = false
        endSession()
        selected = 0
        exchange = .none
    }

    /// The answer to a command APDU, status word included; nothing when the chip has no field.
    package func transmit(_ apdu: [UInt8]) -> [UInt8] {
        guard isPowered else { return [] }
        guard apdu.count >= 5, apdu[0] == 0x90 else { return refuseForeign(apdu) }
        guard apdu[2] == 0, apdu[3] == 0, apdu.last == 0 else { return [0x6A, 0x86] }
        let data = Array(apdu.dropFirst(5).dropLast())
        guard apdu.count == 5 || Int(apdu[4]) == data.count else { return [0x67, 0x00] }
        do throws(ChipError) {
            return try frame(apdu[1], data)
        } catch {
            endSession()
            exchange = .none
            return [0x91, error.status]
        }
    }

    /// Takes the field away while the chip works on a command. A write to a standard file leaves
    /// random bytes; any other write has happened or not.
    package func tear(_ apdu: [UInt8], writeHappens: Bool) {
        let before = memory
        _ = transmit(apdu)
        let instruction = apdu.count > 1 ? apdu[1] : 0
        if memory != before {
            if [0x3D, 0x8D, 0xAF].contains(instruction) {
                scrambleStandardFiles(differingFrom: before)
            } else if !writeHappens {
                memory = before
            }
        }
        fieldLost()
    }

    private func refuseForeign(_ apdu: [UInt8]) -> [UInt8] {
        endSession()
        exchange = .none
        return apdu.starts(with: [0x00, 0xA4]) ? [0x6A, 0x82] : [0x6E, 0x00]
    }

    private func endSession() {
        session = .none
        sessionKey = nil
        pending = [:]
    }

    private func scrambleStandardFiles(differingFrom before: ChipMemory) {
        for application in memory.applications.indices {
            for file in memory.applications[application].files.indices {
                let content = memory.applications[application].files[file].content
                guard case .standard(let bytes) = content,
                    before.applications[application].files[file].content != content
                else { continue }
                memory.applications[application].files[file].content =
                    .standard(random.bytes(bytes.count))
            }
        }
    }
}

// MARK: - Frames

extension VirtualDESFire {
    private func frame(_ instruction: UInt8, _ data: [UInt8]) throws(ChipError) -> [UInt8] {
        let current = exchange
        exchange = .none
        guard instruction == 0xAF else {
            if case .none = current { return try start(instruction, data) }
            throw .aborted
        }
        switch current {
        case .none:
            throw .illegalCommand
        case .command(let instruction, let before, let expected):
            return try collect(instruction, before + data, expected: expected)
        case .answer(let rest):
            guard data.isEmpty else { throw .length }
            return send(rest)
        case .handshake(let handshake):
            return try complete(handshake, data)
        }
    }

    private func start(_ instruction: UInt8, _ data: [UInt8]) throws(ChipError) -> [UInt8] {
        if let kind = ChipHandshake.Kind(rawValue: instruction) { return try challenge(kind, data) }
        let expected = try expectedLength(instruction, data)
        return try collect(instruction, data, expected: expected)
    }

    private func collect(
        _ instruction: UInt8, _ data: [UInt8], expected: Int
    ) throws(ChipError) -> [UInt8] {
        guard data.count <= expected else { throw .length }
        guard data.count == expected else {
            exchange = .command(instruction, data, expected: expected)
            return [0x91, 0xAF]
        }
        let reply = try execute(instruction, data)
        if reply.endsSession {
            endSession()
            return reply.data + [0x91, 0x00]
        }
        let sealed = session.seal(reply.data, reply.protection)
        return send(instruction == 0x60 ? versionFrames(sealed) : frames(sealed))
    }

    /// Sends the first frame and keeps the others.
    private func send(_ frames: [[UInt8]]) -> [UInt8] {
        guard let first = frames.first else { return [0x91, 0x00] }
        guard frames.count > 1 else { return first + [0x91, 0x00] }
        exchange = .answer(Array(frames.dropFirst()))
        return first + [0x91, 0xAF]
    }

    private func frames(_ data: [UInt8]) -> [[UInt8]] {
        let size = memory.generation.answerChunk
        return stride(from: 0, to: data.count, by: size).map {
            Array(data[$0..<min($0 + size, data.count)])
        }
    }

    /// GetVersion has frames of its own: hardware, software, and the rest.
    private func versionFrames(_ data: [UInt8]) -> [[UInt8]] {
        [Array(data[..<7]), Array(data[7..<14]), Array(data[14...])]
    }

    private func challenge(
        _ kind: ChipHandshake.Kind, _ data: [UInt8]
    ) throws(ChipError) -> [UInt8] {
        guard let keyNumber = data.first else { throw .length }
        guard data.count == 1 || kind == .ev2First && data.count <= 8 else { throw .length }
        let key = try key(number: keyNumber)
        let isEV2 = kind == .ev2First || kind == .ev2NonFirst
        guard !isEV2 || memory.generation != .ev1 else { throw .illegalCommand }
        guard (key.kind == .aes) == (isEV2 || kind == .aes),
            kind != .legacy || key.kind == .twoKeyDES
        else { throw .authentication }
        var continuing: ChipEV2Session?
        if kind == .ev2NonFirst {
            guard case .ev2(let running) = session else { throw .permissionDenied }
            continuing = running
        } else {
            pending = [:]
        }
        session = .none
        sessionKey = nil
        let length = ChipHandshake.challengeLength(kind, key)
        let handshake = ChipHandshake(
            kind: kind, keyNumber: keyNumber, key: key, challenge: random.bytes(length),
            continuing: continuing)
        exchange = .handshake(handshake)
        return handshake.enciphered + [0x91, 0xAF]
    }

    private func complete(
        _ handshake: ChipHandshake, _ reply: [UInt8]
    ) throws(ChipError) -> [UInt8] {
        let transaction = handshake.kind == .ev2First ? random.bytes(4) : []
        let (proof, opened) = try handshake.complete(reply, transaction: transaction)
        session = opened
        sessionKey = handshake.keyNumber
        return proof + [0x91, 0x00]
    }
}
