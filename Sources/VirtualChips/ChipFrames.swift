import CardPrimitives

/// Frames: commands and answers that span several of them, and authentications.
extension VirtualDESFire {
    func frame(_ instruction: UInt8, _ data: [UInt8]) throws(ChipError) -> [UInt8] {
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
        stride(from: 0, to: data.count, by: answerChunk).map {
            Array(data[$0..<min($0 + answerChunk, data.count)])
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
            dropPending()
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
