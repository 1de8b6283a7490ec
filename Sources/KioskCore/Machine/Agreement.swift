import CampusCard

/// From a known student to an open case: quote, review, consent, open.
extension KioskState {
    func quoting(_ event: Event) -> Transition {
        switch event {
        case .store(.quoted(let fee)):
            return show(.reviewing(fee, .fresh))
        case .store(.refused(.quote, let refusal)):
            return conclude(.refused(refusal))
        case .store(.unanswered(.quote)):
            return conclude(.unreachable)
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func reviewing(_ fee: FeeKind, _ patience: Patience, _ event: Event) -> Transition {
        if let waiting = waitForReader(
            patience, event, page: { .reviewing(fee, $0) }, leave: { concludePage(.leftEarly) })
        {
            return waiting
        }
        switch event {
        case .tapped(.goOn):
            return go(
                .consenting(fee, .fresh), .cancelTimer(.countdown), .startTimer(.quiet))
        case .tapped(.choose(.reportLoss)):
            return go(.confirmingLoss(.fresh), .cancelTimer(.countdown), .startTimer(.quiet))
        case .tapped(.cancel):
            return concludePage(.leftEarly)
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func consenting(_ fee: FeeKind, _ patience: Patience, _ event: Event) -> Transition {
        if let waiting = waitForReader(
            patience, event, page: { .consenting(fee, $0) }, leave: { concludePage(.leftEarly) })
        {
            return waiting
        }
        switch event {
        case .tapped(.consent):
            // The machine may have run into trouble while the student was reading (K10).
            guard readiness.canReplace else { return concludePage(.notReady) }
            return leavePage(.opening(leaving: nil), .call(.open))
        case .tapped(.cancel):
            return concludePage(.leftEarly)
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func opening(_ leaving: AbandonReason?, _ event: Event) -> Transition {
        switch event {
        case .store(.opened):
            if let leaving { return abandon(leaving) }
            return go(.feeding(.first), .feedBlank)
        case .store(.refused(.open, let refusal)):
            return conclude(.refused(refusal))
        case .store(.unanswered(.open)):
            // The hold may exist: the tombstone undoes it whenever it arrives.
            return abandon(.storeUnanswered)
        case .tapped(let tap):
            guard let wish = tap.leaving else { return refuse(.notOffered) }
            return go(.opening(leaving: leaving ?? wish))
        case .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }
}
