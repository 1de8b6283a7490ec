internal import DeviceProtocols
internal import KioskPorts

/// The host speaks the card's protocol.
extension CCIDDialogue {
    mutating func overLink(_ apdu: [UInt8]) async throws(CCIDFault) -> [UInt8] {
        guard let open = link else { throw .notActivated }
        // It comes back when all went well.
        link = nil
        switch open {
        case .t0:
            let response = try await overT0(apdu)
            link = .t0
            return response
        case .t1(var t1):
            guard !apdu.isEmpty else { throw .unfit("an APDU of no bytes") }
            let answer = try await carry(&t1, from: t1.transmit(apdu))
            guard answer.count >= 2 else { throw .card(.noStatusWord(answer.count)) }
            link = .t1(t1)
            return answer
        }
    }

    private mutating func overT0(_ apdu: [UInt8]) async throws(CCIDFault) -> [UInt8] {
        var exchange: T0Exchange
        do throws(CardLinkFault) {
            exchange = try T0Exchange(apdu)
        } catch {
            throw .card(error)
        }
        return try await carry(&exchange) { dialogue, tpdu throws(CCIDFault) in
            switch dialogue.function.level {
            case .character: try await dialogue.spell(tpdu)
            case .tpdu, .shortAPDU, .extendedAPDU: try await dialogue.block(tpdu).data
            }
        }
    }

    /// A TPDU by its procedure bytes.
    private mutating func spell(_ tpdu: [UInt8]) async throws(CCIDFault) -> [UInt8] {
        var characters = T0Characters(tpdu)
        var step = characters.begin()
        while true {
            switch step {
            case .exchange(let bytes, let count):
                step = characters.receive(try await self.characters(bytes, expecting: count))
            case .answered(let response): return response
            case .failed(let fault): throw .card(fault)
            }
        }
    }

    /// Moves blocks of T=1 until an exchange, or the announcement of a size, is over.
    mutating func carry(
        _ t1: inout T1Link, from first: T1Link.Step
    ) async throws(CCIDFault) -> [UInt8] {
        var step = first
        while true {
            switch step {
            case .send(let block, let multiplier):
                step = t1.receive(try await heard(block, multiplier, t1.check))
            case .answered(let answer): return answer
            case .failed(let fault): throw .card(fault)
            }
        }
    }

    /// What came back for a block; nil for nothing legible, with a card that is still there and powered.
    private mutating func heard(
        _ bytes: [UInt8], _ multiplier: UInt8, _ check: T1Check
    ) async throws(CCIDFault) -> [UInt8]? {
        do throws(CCIDFault) {
            guard function.level == .character else {
                return try await block(bytes, waitMultiplier: multiplier).data
            }
            let prologue = try await characters(
                bytes, expecting: T1Block.prologue, waitMultiplier: multiplier)
            guard prologue.count == T1Block.prologue else { return prologue }
            let left = Int(prologue[2]) + check.length
            return prologue + (try await characters([], expecting: left))
        } catch {
            guard case .refused(let reason, .active) = error, reason.isIllegible else {
                throw error
            }
            return nil
        }
    }

    private mutating func block(
        _ bytes: [UInt8], waitMultiplier: UInt8 = 0
    ) async throws(CCIDFault) -> CCIDReply {
        guard bytes.count + CCIDMessage.headerLength <= function.messageLimit else {
            throw .unfit("a block of \(bytes.count) bytes is longer than its messages")
        }
        return try await run(
            .transferBlock(bytes, waitMultiplier: waitMultiplier, chain: .whole),
            within: CCIDLimits.cardAnswer * max(1, Int(waitMultiplier)))
    }

    /// Characters to the card, and so many back at most.
    mutating func characters(
        _ bytes: [UInt8], expecting count: Int, waitMultiplier: UInt8 = 0
    ) async throws(CCIDFault) -> [UInt8] {
        guard bytes.count + CCIDMessage.headerLength <= function.messageLimit else {
            throw .unfit("\(bytes.count) characters are more than its messages hold")
        }
        let command = CCIDCommand.transferCharacters(
            bytes, waitMultiplier: waitMultiplier, expecting: UInt16(count))
        let reply = try await run(
            command, within: CCIDLimits.cardAnswer * max(1, Int(waitMultiplier)))
        guard reply.data.count <= count else {
            throw .garbled("\(reply.data.count) characters of at most \(count)")
        }
        return reply.data
    }
}

extension CCIDError {
    /// Something of the card's was lost on the way: FE, FD and FC.
    fileprivate var isIllegible: Bool {
        switch code {
        case .cardMute, .parity, .overrun: true
        case .notSupported, .wrongLength, .wrongSlot, .cardShortCircuit, .answerToResetTooLong,
            .noDataExchanged, .emvMessageTooLong, .emvProtocol, .cardErrorInT1, .wrongAPDULength,
            .slotBusy, .pinCancelled, .pinTimedOut, .busyWithSequence, .deactivatedProtocol,
            .procedureByteConflict, .classNotSupported, .protocolNotSupported,
            .badCheckCharacter, .badInitialCharacter, .hardware, .aborted, nil:
            false
        }
    }
}
