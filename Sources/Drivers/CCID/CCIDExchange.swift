internal import DeviceProtocols
internal import KioskPorts

/// One APDU through the slot, at the reader's level, in as many messages as it takes (CCID 1.1 §6.1.4; devices.md §6.2).
extension CCIDDialogue {
    /// A command of the reader's own, in its dialect; then as any other.
    mutating func transmit(_ apdu: [UInt8]) async throws(CCIDFault) -> [UInt8] {
        let own = dialect.outgoing(apdu)
        var response = try await exchange(own)
        dialect.answered(apdu, response)
        guard profile?.fetchesOwnAnswers == true, own.first == PseudoAPDU.readerClass else {
            return response
        }
        for _ in 0..<CCIDLimits.ownAnswers where response.suffix(2).first == 0x61 {
            let fetch: [UInt8] = [PseudoAPDU.readerClass, 0xC0, 0, 0, response.last ?? 0]
            response = response.dropLast(2) + (try await exchange(fetch))
        }
        return response
    }

    /// Overwrites a key that the reader may hold.
    /// - Returns: false when it may hold it still: the reader refused.
    mutating func wipeKey() async throws(CCIDFault) -> Bool {
        guard let command = dialect.wiping else { return true }
        _ = try await transmit(command)
        return !dialect.mayHoldKey
    }

    /// All of it is over by `CCIDLimits.exchange`. After a fault of a card whose protocol is the host's, only an activation
    /// helps: nobody knows where the card is in it.
    mutating func exchange(_ apdu: [UInt8]) async throws(CCIDFault) -> [UInt8] {
        exchangeEnd = clock.monotonic() + CCIDLimits.exchange
        defer { exchangeEnd = nil }
        switch function.level {
        case .extendedAPDU: return try await whole(apdu)
        case .shortAPDU:
            if let command = try? CommandAPDU(apdu), command.isExtended {
                var exchange = ShortAPDUExchange(command)
                return try await carry(&exchange) { dialogue, bytes throws(CCIDFault) in
                    try await dialogue.whole(bytes)
                }
            }
            return try await whole(apdu)
        case .tpdu, .character: return try await overLink(apdu)
        }
    }

    /// An APDU as the reader takes it.
    private mutating func whole(_ apdu: [UInt8]) async throws(CCIDFault) -> [UInt8] {
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

    /// Moves the bytes that an exchange asks to be moved, until it is over.
    mutating func carry(
        _ exchange: inout some CardExchange,
        _ move: (inout CCIDDialogue, [UInt8]) async throws(CCIDFault) -> [UInt8]
    ) async throws(CCIDFault) -> [UInt8] {
        var step = exchange.begin()
        while true {
            switch step {
            case .send(let bytes): step = exchange.receive(try await move(&self, bytes))
            case .answered(let response): return response
            case .failed(let fault): throw .card(fault)
            }
        }
    }
}
