/// A protocol of cards with contacts that readers and this kiosk have.
package enum CardProtocol: UInt8, Hashable, Sendable, CaseIterable {
    case t0, t1
}

/// The choice of a protocol and a speed for a card, and what has to be said to card and reader for it.
package struct CardParameters: Hashable, Sendable {
    package let cardProtocol: CardProtocol
    /// Indices of F and D, as in TA1.
    package let speed: UInt8
    private let answer: AnswerToReset

    /// The card's own choice where it is in one protocol, else its first that the reader has.
    /// - Parameter supported: of the reader.
    package init(
        _ answer: AnswerToReset, supported: Set<CardProtocol>
    ) throws(CardLinkFault) {
        let offered = answer.specificMode.map { [$0.cardProtocol] } ?? answer.offered
        guard
            let chosen = offered.lazy.compactMap(CardProtocol.init).first(where: supported.contains)
        else { throw .noProtocol(offered: offered) }
        cardProtocol = chosen
        // A speed of the card's own that TA1 does not tell cannot be set from here.
        let hasOwn = answer.specificMode?.hasOtherSpeed == true
        speed = hasOwn ? AnswerToReset.firstSpeed : answer.speed
        self.answer = answer
    }

    private init(_ answer: AnswerToReset, _ chosen: CardProtocol, speed: UInt8) {
        (self.answer, cardProtocol, self.speed) = (answer, chosen, speed)
    }

    /// The same protocol at the speed that every card has: for one that answered the selection with nothing.
    package var atFirstSpeed: CardParameters {
        CardParameters(answer, cardProtocol, speed: AnswerToReset.firstSpeed)
    }

    /// What the card must be asked for (PPS; ISO/IEC 7816-3, 9.2); nil when it does this already.
    package var selection: [UInt8]? {
        guard answer.specificMode == nil,
            cardProtocol.rawValue != answer.offered[0] || speed != AnswerToReset.firstSpeed
        else { return nil }
        let isFast = speed != AnswerToReset.firstSpeed
        let body = [0xFF, (isFast ? 0x10 : 0) | cardProtocol.rawValue] + (isFast ? [speed] : [])
        return body + [body.reduce(0, ^)]
    }

    /// Whether the card's answer confirms the selection. One that leaves out the speed keeps the first one (9.3), which is
    /// not what was asked for.
    package func isConfirmed(by response: [UInt8]) -> Bool { response == selection }

    /// abProtocolDataStructure of SetParameters (CCID 1.1, 6.1.7).
    package var block: [UInt8] {
        let convention: UInt8 = answer.isInverse ? 0x02 : 0
        switch cardProtocol {
        case .t0: return [speed, convention, answer.extraGuardTime, answer.waitingInteger, 0]
        case .t1:
            let check: UInt8 = answer.check == .crc ? 0x01 : 0
            return [
                speed, 0x10 | convention | check, answer.extraGuardTime,
                answer.blockWaitingIntegers, 0, answer.informationSize, 0,
            ]
        }
    }
}
