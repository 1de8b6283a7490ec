import CampusCard

/// The paper and the last page. Money and card are decided before; nothing here can change them (K16).
extension KioskState {
    func printing(_ outcome: Outcome, _ event: Event) -> Transition {
        switch event {
        case .printer(let paper):
            return go(
                .showing(outcome, slip: paper), .cancelTimer(.printing), .startTimer(.quiet))
        case .timerFired(.printing):
            return go(.showing(outcome, slip: .notPrinted), .startTimer(.quiet))
        case .tapped, .timerFired, .store, .device, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func showing(_ outcome: Outcome, _ event: Event) -> Transition {
        switch event {
        case .tapped(.finish), .timerFired(.quiet):
            return go(.idle, .cancelTimer(.quiet), .forgetStudent)
        case .tapped(.choose(.reportLoss)):
            // A refused replacement does not leave the lost card unstopped: the login still stands.
            guard outcome.offersLossReport, readiness.canReportLoss else {
                return refuse(.notOffered)
            }
            return show(.confirmingLoss(.fresh), .beginCase(.reportLoss))
        case .tapped(.moreTime):
            return go(phase, .startTimer(.quiet))
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }
}

extension Outcome {
    /// The student is logged in, got no card, and may still have the lost one stopped.
    package var offersLossReport: Bool {
        switch self {
        case .refused(let refusal): refusal.leavesLossReport
        case .notReady: true
        case .delivered, .notTaken, .commitUnanswered, .notPresented, .suspected, .abandoned,
            .unreachable, .lossReported, .lossWaiting, .lossUnanswered, .leftEarly:
            false
        }
    }
}

extension Refusal {
    /// The refusal is about the replacement only.
    var leavesLossReport: Bool {
        switch self {
        case .insufficientFunds, .replacementLimit, .quoteExpired, .frozen, .cardWaiting,
            .storeReplaying:
            true
        case .wrongCredentials, .accountLocked, .kioskLocked, .passwordTooWeak, .sessionExpired,
            .notEnrolled, .noCard, .leaseLost, .caseEnded, .outOfOrder, .uidUsed, .blankLimit,
            .conflict, .kioskNotInService, .malformed:
            false
        }
    }
}
