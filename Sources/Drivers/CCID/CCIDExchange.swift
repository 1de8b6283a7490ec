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
        var last: CCIDReply?
        for (index, block) in blocks.enumerated() {
            let reply = try await send(block.data, block.chain)
            let isLast = index == blocks.count - 1
            guard isLast || reply.chain == .wantsMore else {
                throw .garbled("an answer in the middle of a command")
            }
            last = reply
        }
        guard let last else { throw .garbled("a command of no blocks") }
        return try await collect(from: last)
    }

    /// The answer's parts, the first of which is here.
    private mutating func collect(from first: CCIDReply) async throws(CCIDFault) -> [UInt8] {
        var answer = first.data
        var reply = first
        for _ in 0..<CCIDLimits.chainParts {
            switch reply.chain {
            case .whole, .ends: return answer
            case .begins, .continues:
                reply = try await send([], .asksForMore)
                answer += reply.data
            case .wantsMore, nil:
                throw .garbled("chain parameter \(reply.specific) in an answer")
            }
        }
        throw .garbled("an answer of more than \(CCIDLimits.chainParts) parts")
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
