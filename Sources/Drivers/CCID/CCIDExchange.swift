internal import DeviceProtocols

/// One APDU through XfrBlock, in as many messages as it takes (CCID 1.1 §6.1.4; devices.md §6.2 "chaining").
extension CCIDDialogue {
    mutating func exchange(_ apdu: [UInt8]) async throws(CCIDFault) -> [UInt8] {
        guard
            let blocks = CCIDBlocks.cut(
                apdu, level: function.level, maximumMessageLength: function.messageLimit)
        else {
            throw .unfit("an APDU of \(apdu.count) bytes needs chaining, which it cannot do")
        }
        guard let last = blocks.last else { throw .unfit("an APDU of no bytes") }
        for block in blocks.dropLast() {
            let reply = try await send(block.data, block.chain)
            guard reply.chain == .wantsMore, reply.data.isEmpty else {
                throw .garbled("an answer in the middle of a command")
            }
        }
        return try await collect(from: try await send(last.data, last.chain))
    }

    /// The answer's parts, the first of which is here: one whole, or one that begins, others, and one that ends.
    private mutating func collect(from first: CCIDReply) async throws(CCIDFault) -> [UInt8] {
        var answer = first.data
        switch first.chain {
        case .whole: return try Self.response(answer)
        case .begins: break
        case .ends, .continues, .wantsMore, nil:
            throw .garbled("chain parameter \(first.specific) in a first answer")
        }
        for _ in 0..<CCIDLimits.chainParts {
            let reply = try await send([], .asksForMore)
            answer += reply.data
            guard answer.count <= CCIDLimits.response else {
                throw .garbled("an answer of more than \(CCIDLimits.response) bytes")
            }
            switch reply.chain {
            case .ends: return try Self.response(answer)
            case .continues: continue
            case .whole, .begins, .wantsMore, nil:
                throw .garbled("chain parameter \(reply.specific) in a later answer")
            }
        }
        throw .garbled("an answer of more than \(CCIDLimits.chainParts) parts")
    }

    /// ISO/IEC 7816-4, 5.1: every response ends with a status word.
    private static func response(_ bytes: [UInt8]) throws(CCIDFault) -> [UInt8] {
        guard bytes.count >= 2 else { throw .garbled("a response of \(bytes.count) bytes") }
        return bytes
    }

    private mutating func send(
        _ data: [UInt8], _ chain: CCIDCommandChain
    ) async throws(CCIDFault) -> CCIDReply {
        try await run(
            .transferBlock(data, waitMultiplier: 0, chain: chain), within: CCIDLimits.cardAnswer)
    }

    /// Powers the card anew: off, then on, at the reader's own voltage or at each in turn.
    mutating func powerCycle() async throws(CCIDFault) -> [UInt8] {
        _ = try await run(.powerOff)
        let powers: [CCIDPower] =
            function.choosesVoltage ? [.automatic] : [.volts5, .volts3, .volts1_8]
        var last = CCIDFault.silent
        for power in powers {
            do throws(CCIDFault) {
                return try await run(.powerOn(power), within: CCIDLimits.cardAnswer).data
            } catch {
                guard case .refused(_, let card) = error, card != .absent else { throw error }
                last = error
            }
        }
        throw last
    }
}
