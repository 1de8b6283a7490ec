import CampusCard

/// From a committed card to its student, or to the bin. The fee is captured only on evidence that the student has it.
extension KioskState {
    func presenting(_ retried: Bool, _ event: Event) -> Transition {
        switch event {
        case .device(.presented), .device(.presentFailed(.moved)):
            return go(.awaitingPickup(.fresh), .watchExit, .startTimer(.pickup))
        case .device(.presentFailed(.notMoved)):
            guard !retried else {
                return go(.retaining(Retention(cause: .notPresented)), .retainCard)
            }
            return go(.presenting(retried: true), .presentCard)
        case .device(.presentFailed(.unknown)):
            // It may be at the exit or inside: no motion may follow an unknown one (K9).
            return conclude(.suspected, .publish(.suspected))
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func awaitingPickup(_ patience: Patience, _ event: Event) -> Transition {
        switch event {
        case .device(.exitCleared(let removal)):
            return removed(removal, ifRetracted: .notTaken, .cancelTimer(.pickup))
        case .timerFired(.pickup):
            return go(
                .retaining(Retention(cause: .notTaken)), .stopWatchingExit, .retainCard)
        case .tapped(.moreTime):
            guard pickup == .extensible, let extended = patience.extended else {
                return refuse(.noMoreTime)
            }
            return go(.awaitingPickup(extended), .startTimer(.pickup))
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func retaining(_ retention: Retention, _ event: Event) -> Transition {
        switch event {
        case .device(.retained), .device(.retainFailed(.moved)):
            return conclude(retention.cause.outcome, .publish(.voided))
        case .device(.nothingToRetain(let inBin)):
            // Its time is over: a clear exit alone is no hand any more (K3, K4).
            return removed(
                inBin ? .retracted : .unclear, ifRetracted: retention.cause.outcome,
                .stopWatchingExit)
        case .device(.retainFailed(.notMoved)):
            guard !retention.retried else { return conclude(.suspected, .publish(.suspected)) }
            return go(
                .retaining(Retention(cause: retention.cause, retried: true)), .retainCard)
        case .device(.retainFailed(.unknown)):
            return conclude(.suspected, .publish(.suspected))
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    /// The card is gone from the exit: what was seen decides.
    private func removed(
        _ removal: Removal, ifRetracted outcome: Outcome, _ first: Command
    ) -> Transition {
        switch removal {
        case .taken: conclude(.delivered, first, .publish(.delivered))
        case .retracted: conclude(outcome, first, .publish(.voided))
        case .unclear: conclude(.suspected, first, .publish(.suspected))
        }
    }
}
