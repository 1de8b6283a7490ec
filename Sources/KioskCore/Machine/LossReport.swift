import CampusCard

/// Reporting a loss: it needs the store and nothing else of the machine. While the store does not answer, a sealed report
/// can wait for it (design §4).
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
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
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
            return readiness.canKeepReports
                ? go(.keepingReport, .keepReport) : conclude(.lossUnanswered)
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func confirmingLaterReport(_ patience: Patience, _ event: Event) -> Transition {
        if let waiting = waitForReader(
            patience, event, page: Phase.confirmingLaterReport,
            leave: { concludePage(.leftEarly) })
        {
            return waiting
        }
        switch event {
        case .tapped(.consent):
            return leavePage(.keepingReport, .keepReport)
        case .tapped(.cancel):
            return concludePage(.leftEarly)
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func keepingReport(_ event: Event) -> Transition {
        switch event {
        case .shelf(.reportKept):
            return conclude(.lossWaiting)
        case .shelf(.reportNotKept):
            return conclude(.lossUnanswered)
        case .tapped, .timerFired, .store, .device, .printer, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }
}
