import CampusCard
package import KioskCore

/// What became of the fee.
package enum MoneyFate: Hashable, Sendable, CaseIterable {
    /// No fee was ever held.
    case untouched
    case charged
    /// The hold is released.
    case released
    /// The hold is released as soon as the store hears of it.
    case willBeReleased
    /// The hold stands until evidence or a person decides.
    case held
}

/// What became of the cards, the lost one and the new one.
package enum CardFate: Hashable, Sendable, CaseIterable {
    case unchanged, lostStopped, lostMaybeStopped, newWorks, newVoid, newNotKnown, stoppedNow
    case maybeNotStopped, notStoppedYet, waitingElsewhere
}

/// What the student does next.
package enum Advice: Hashable, Sendable, CaseIterable {
    case keepCard, tryHere, tryLater, otherKiosk, desk, deskWithCase, release, topUp, goToKiosk
    case waitMinutes, reportAgain, stopOtherWay, ifFound, nothing
}

/// The three answers that every last page gives.
package struct Fates: Hashable, Sendable {
    package let money: MoneyFate
    package let card: CardFate
    package let advice: Advice

    init(_ money: MoneyFate, _ card: CardFate, _ advice: Advice) {
        self.money = money
        self.card = card
        self.advice = advice
    }
}

extension Outcome {
    /// What the outcome means for money and card, and what to do: one row for each outcome (design §4).
    package var fates: Fates {
        switch self {
        case .delivered: Fates(.charged, .newWorks, .keepCard)
        case .notTaken: Fates(.released, .newVoid, .tryHere)
        // The void is a tombstone: the hold ends whatever became of the commit, once the store hears it.
        case .commitUnanswered: Fates(.willBeReleased, .newVoid, .tryLater)
        case .notPresented: Fates(.released, .newVoid, .otherKiosk)
        case .suspected: Fates(.held, .newNotKnown, .deskWithCase)
        case .abandoned(let reason): reason.fates
        case .refused(let refusal): refusal.fates
        case .unreachable: Fates(.untouched, .unchanged, .tryLater)
        case .notReady: Fates(.untouched, .unchanged, .otherKiosk)
        case .lossReported: Fates(.untouched, .stoppedNow, .ifFound)
        case .lossWaiting: Fates(.untouched, .notStoppedYet, .stopOtherWay)
        case .lossUnanswered: Fates(.untouched, .maybeNotStopped, .reportAgain)
        case .leftEarly: Fates(.untouched, .unchanged, .nothing)
        }
    }
}

extension AbandonReason {
    /// The loss report of an abandoned case stays (design §4).
    var fates: Fates {
        switch self {
        case .cancelledByStudent, .walkedAway: Fates(.released, .lostStopped, .tryHere)
        case .oldCardFound: Fates(.released, .lostStopped, .release)
        case .feedFailed, .blankUnusable, .encodingFailed, .powerCut, .deviceFault:
            Fates(.released, .lostStopped, .otherKiosk)
        case .storeRefused: Fates(.released, .lostStopped, .deskWithCase)
        case .storeUnanswered: Fates(.willBeReleased, .lostMaybeStopped, .tryLater)
        case .leaseLost: Fates(.released, .lostStopped, .deskWithCase)
        }
    }
}

extension Refusal {
    /// A refusal changes nothing in the store; only the advice differs.
    var fates: Fates {
        switch self {
        case .wrongCredentials, .passwordTooWeak, .sessionExpired, .quoteExpired, .caseEnded:
            Fates(.untouched, .unchanged, .tryHere)
        case .accountLocked: Fates(.untouched, .unchanged, .waitMinutes)
        case .kioskLocked, .uidUsed, .blankLimit, .kioskNotInService:
            Fates(.untouched, .unchanged, .otherKiosk)
        case .leaseLost, .storeReplaying: Fates(.untouched, .unchanged, .tryLater)
        case .notEnrolled, .frozen, .replacementLimit, .noCard:
            Fates(.untouched, .unchanged, .desk)
        case .insufficientFunds: Fates(.untouched, .unchanged, .topUp)
        case .cardWaiting: Fates(.untouched, .waitingElsewhere, .goToKiosk)
        case .outOfOrder, .conflict, .malformed:
            Fates(.untouched, .unchanged, .deskWithCase)
        }
    }
}
