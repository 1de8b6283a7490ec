import CampusCard

/// Reporting a loss: it needs the store and nothing else of the machine.
extension KioskState {
    func confirmingLoss(_ patience: Patience, _ event: Event) -> Transition {
        if let waiting = waitForReader(
            patience, event, page: Phase.confirmingLoss, leave: { concludePage(.leftEarly) })
        {
            return waiting
        }
        switch event {
        case .tapped(.consent):
            return leavePage(.reportingLoss, .call(.reportLoss))
        case .tapped(.cancel):
            return concludePage(.leftEarly)
        case .tapped, .timerFired, .store, .device, .printer, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func reportingLoss(_ event: Event) -> Transition {
        switch event {
        case .store(.lossReported):
            return conclude(.lossReported)
        case .store(.refused(.reportLoss, let refusal)):
            return conclude(.refused(refusal))
        case .store(.unanswered(.reportLoss)):
            return conclude(.lossUnanswered)
        case .tapped, .timerFired, .store, .device, .printer, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }
}
