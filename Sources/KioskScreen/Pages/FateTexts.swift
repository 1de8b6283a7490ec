import CampusCard
import KioskCore
import KioskPorts

/// The fates in words: what is known of fee, kiosk and times stands in the snapshot.
struct FateTexts {
    let texts: LanguageTexts
    let snapshot: ScreenSnapshot
    let offers: Offers

    func facts(for outcome: Outcome) -> [Fact] {
        let fates = outcome.fates
        return [
            Fact(texts[.moneyLabel], money(fates.money), icon: .money),
            Fact(texts[.cardLabel], card(fates.card), icon: .card),
            Fact(texts[.nextLabel], advice(fates.advice), icon: .next, emphasis: true),
        ]
    }

    private func money(_ fate: MoneyFate) -> String {
        let fee = snapshot.quote?.fee ?? .zero
        guard fee > .zero else {
            return texts[fate == .charged ? .moneyFree : .moneyNotCharged]
        }
        return switch fate {
        case .untouched: texts[.moneyNotCharged]
        case .charged: texts(.moneyCharged, yuan(fee))
        case .released: texts(.moneyReleased, yuan(fee))
        case .willBeReleased: texts(.moneyWillBeReleased, yuan(fee))
        case .held: texts(.moneyHeld, yuan(fee))
        }
    }

    private func card(_ fate: CardFate) -> String {
        switch fate {
        case .unchanged:
            texts[snapshot.quote?.alreadyReportedLost == true ? .cardLostStopped : .cardUnchanged]
        case .lostStopped: texts[.cardLostStopped]
        case .lostMaybeStopped: texts[.cardMaybeStopped]
        case .newWorks: texts[.cardNewWorks]
        case .newVoid: texts[.cardNewVoid]
        case .newNotKnown: texts[.cardNotKnown]
        case .stoppedNow: texts[.cardStoppedNow]
        case .maybeNotStopped: texts[.cardMaybeNotStopped]
        case .notStoppedYet: texts[.cardNotStoppedYet]
        case .waitingElsewhere:
            snapshot.refused?.kiosk.map { texts(.cardWaiting, $0.text) }
                ?? texts[.cardWaitingSomewhere]
        }
    }

    private func advice(_ advice: Advice) -> String {
        let sentence = sentence(for: advice)
        guard offers.contains(.choose(.reportLoss)) else { return sentence }
        return texts.joined(sentence, texts[.nextLossHere])
    }

    private func sentence(for advice: Advice) -> String {
        switch advice {
        case .keepCard: texts[.nextKeepCard]
        case .tryHere: texts[.nextTryHere]
        case .tryLater: texts[.nextTryLater]
        case .otherKiosk: texts[.nextOtherKiosk]
        case .desk: texts[.nextDesk]
        case .deskWithCase: texts[.nextDeskWithCase]
        case .release: texts[.nextRelease]
        case .topUp: texts[.nextTopUp]
        case .goToKiosk:
            snapshot.refused?.kiosk.map { texts(.nextGoToKiosk, $0.text) }
                ?? texts[.nextDeskWithCase]
        case .waitMinutes:
            snapshot.refused?.retryAfterSeconds.map {
                texts(.nextWaitMinutes, String(wholeMinutes(seconds: $0)))
            } ?? texts[.nextDesk]
        case .reportAgain: texts[.nextLossAgain]
        case .stopOtherWay: texts[.nextStopOtherWay]
        case .ifFound: texts[.nextIfFound]
        case .nothing: texts[.nextNothing]
        }
    }

    /// Rounded up, so that nobody comes back too early.
    private func wholeMinutes(seconds: Int) -> Int { max(1, (max(0, seconds) + 59) / 60) }
}

extension LanguageTexts {
    /// Two sentences, one after the other, as the language writes them.
    func joined(_ first: String, _ second: String) -> String {
        switch language {
        case .chinese: first + second
        case .english: "\(first) \(second)"
        }
    }
}

/// `¥15.00`.
func yuan(_ amount: Money) -> String { "¥\(amount)" }
