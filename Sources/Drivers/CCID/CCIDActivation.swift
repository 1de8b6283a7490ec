internal import DeviceProtocols
internal import KioskPorts

/// Powering a card, and agreeing with it and the reader on a protocol as far as the reader leaves that to the host
/// (CCID 1.1 §5.1, dwFeatures; ISO/IEC 7816-3, 6 and 9).
extension CCIDDialogue {
    /// Powers the card anew: off, then on. What of the agreement is the host's is done at the card's own speed first, and
    /// with a card or reader that refuses it at the speed that every card has.
    mutating func activate() async throws(CCIDFault) -> [UInt8] {
        link = nil
        let bytes = try await powerCycle()
        guard function.passesBlocks || !function.features.setsParameters else { return bytes }
        let answer: AnswerToReset
        let parameters: CardParameters
        do throws(AnswerToResetFault) {
            answer = try AnswerToReset(bytes)
        } catch {
            throw .card(.answerToReset(error))
        }
        do throws(CardLinkFault) {
            parameters = try CardParameters(answer, supported: function.protocols)
        } catch {
            throw .card(error)
        }
        do throws(CCIDFault) {
            try await agree(parameters)
        } catch {
            guard error.isOfTheAgreement, parameters.speed != AnswerToReset.firstSpeed else {
                throw error
            }
            _ = try await powerCycle()
            try await agree(parameters.atFirstSpeed)
        }
        try await open(parameters.cardProtocol, answer)
        return bytes
    }

    /// Off, then on, at the reader's own voltage or at each in turn.
    private mutating func powerCycle() async throws(CCIDFault) -> [UInt8] {
        _ = try await run(.powerOff)
        if let field = profile?.field {
            try await order(field.off, pause: field.pause)
            try await order(field.on, pause: field.pause)
        }
        let powers: [CCIDPower] =
            function.features.choosesVoltage ? [.automatic] : [.volts5, .volts3, .volts1_8]
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

    /// One of the maker's own commands, and time for it to work.
    private mutating func order(_ bytes: [UInt8], pause: Duration) async throws(CCIDFault) {
        _ = try await run(.escape(bytes))
        // A cancelled wait only goes on sooner.
        try? await clock.sleep(for: pause)
    }

    /// Asks the card, then tells the reader.
    private mutating func agree(_ parameters: CardParameters) async throws(CCIDFault) {
        if !function.features.selects, function.passesBlocks, let selection = parameters.selection {
            guard parameters.isConfirmed(by: try await select(selection)) else {
                throw .card(.selectionRefused)
            }
        } else if function.features.setsParameters {
            return
        }
        do throws(CCIDFault) {
            let number = parameters.cardProtocol.rawValue
            _ = try await run(.setParameters(number: number, block: parameters.block))
        } catch {
            // One that does not know the message has nothing to be set.
            guard case .refused(let reason, _) = error, reason.code == .notSupported else {
                throw error
            }
        }
    }

    private mutating func select(_ selection: [UInt8]) async throws(CCIDFault) -> [UInt8] {
        switch function.level {
        case .character: try await characters(selection, expecting: selection.count)
        case .tpdu, .shortAPDU, .extendedAPDU:
            try await run(
                .transferBlock(selection, waitMultiplier: 0, chain: .whole),
                within: CCIDLimits.cardAnswer
            ).data
        }
    }

    /// What reader and card speak now. A reader that chooses by itself is asked.
    private mutating func spoken(_ chosen: CardProtocol) async throws(CCIDFault) -> CardProtocol {
        guard function.features.setsParameters else { return chosen }
        do throws(CCIDFault) {
            return CardProtocol(rawValue: try await run(.getParameters).specific) ?? chosen
        } catch {
            guard case .refused(_, let card) = error, card != .absent else { throw error }
            return chosen
        }
    }

    private mutating func open(
        _ chosen: CardProtocol, _ answer: AnswerToReset
    ) async throws(CCIDFault) {
        guard function.passesBlocks else { return }
        switch try await spoken(chosen) {
        case .t0: link = .t0
        case .t1:
            guard function.informationLimit >= 1 else {
                throw .unfit("its messages have no room for a block of T=1")
            }
            var t1 = T1Link(
                informationSize: answer.informationSize, check: answer.check,
                informationLimit: function.informationLimit)
            let size = UInt8(function.informationLimit)
            if function.features.announcesInformationSize {
                t1.believe(size)
            } else if size > 32 {
                // Before it is told more, a card sends 32 bytes at most.
                _ = try await carry(&t1, from: t1.announce(size))
            }
            link = .t1(t1)
        }
    }
}

extension CCIDFunction {
    /// What the host sends reaches the card as it is, so that the card's protocol is the host's.
    var passesBlocks: Bool {
        switch level {
        case .character, .tpdu: true
        case .shortAPDU, .extendedAPDU: false
        }
    }
}

extension CCIDFault {
    /// A card or reader that refuses a protocol or speed may take another.
    fileprivate var isOfTheAgreement: Bool {
        switch self {
        case .card(.selectionRefused): true
        case .refused(_, let card): card != .absent
        case .card, .gone, .bus, .unfit, .garbled, .silent, .notActivated, .overlong: false
        }
    }
}
