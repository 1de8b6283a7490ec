import CampusCard

/// The few moves that every phase is made of.
extension KioskState {
    /// Into the next phase.
    func go(_ phase: Phase, _ commands: Command...) -> Transition {
        Transition(with(phase: phase), commands)
    }

    /// The event changes nothing, for a reason with a name.
    func refuse(_ refusal: EventRefusal) -> Transition {
        Transition(self, refusing: refusal)
    }

    /// Refuses by what kind of event it is: the remainder of every phase's switch.
    func refuseUnexpected(_ event: Event) -> Transition {
        switch event {
        case .tapped(.moreTime), .tapped: refuse(.notOffered)
        case .timerFired: refuse(.staleTimer)
        case .store, .device, .printer, .shelf: refuse(.notAwaited)
        case .readinessChanged, .recovered:
            preconditionFailure("readiness and recovery are handled before any phase")
        }
    }

    /// Onto a page that waits for its reader.
    func show(_ phase: Phase, _ commands: Command...) -> Transition {
        Transition(with(phase: phase), commands + [.startTimer(.quiet)])
    }

    /// A page's own timers and its button for more time; nil when the event is something else.
    func waitForReader(
        _ patience: Patience, _ event: Event, page: (Patience) -> Phase, leave: () -> Transition
    ) -> Transition? {
        switch event {
        case .timerFired(.quiet):
            guard !patience.warned else { return refuse(.staleTimer) }
            return go(page(patience.warning), .startTimer(.countdown))
        case .timerFired(.countdown):
            guard patience.warned else { return refuse(.staleTimer) }
            return leave()
        case .tapped(.moreTime):
            guard let extended = patience.extended else { return refuse(.noMoreTime) }
            return go(page(extended), .cancelTimer(.countdown), .startTimer(.quiet))
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return nil
        }
    }

    /// Out of a page that waited for its reader.
    func leavePage(_ phase: Phase, _ commands: Command...) -> Transition {
        Transition(
            with(phase: phase), [.cancelTimer(.quiet), .cancelTimer(.countdown)] + commands)
    }

    /// The case is at rest: its paper is printed if one is due, then the last page says how it ended.
    func conclude(_ outcome: Outcome, _ commands: Command...) -> Transition {
        guard let slip = outcome.slip else {
            return Transition(
                with(phase: .showing(outcome, slip: nil)),
                commands + [.endCase(outcome), .startTimer(.quiet)])
        }
        return Transition(
            with(phase: .printing(outcome)),
            commands + [.endCase(outcome), .printSlip(slip, outcome), .startTimer(.printing)])
    }

    /// The case is undone before its commit.
    func abandon(_ reason: AbandonReason) -> Transition {
        conclude(.abandoned(reason), .publish(.abandoned(reason)))
    }

    /// Ends a page and the case with it, before anything was begun.
    func concludePage(_ outcome: Outcome) -> Transition {
        Transition(
            with(phase: .showing(outcome, slip: nil)),
            [
                .cancelTimer(.quiet), .cancelTimer(.countdown), .endCase(outcome),
                .startTimer(.quiet),
            ])
    }
}

extension Tap {
    /// The reason to abandon that lies in a tap, if it is one of those that stop a case.
    var leaving: AbandonReason? {
        switch self {
        case .cancel: .cancelledByStudent
        case .foundOldCard: .oldCardFound
        case .choose, .submitCredentials, .submitNewPassword, .goOn, .consent, .moreTime, .finish:
            nil
        }
    }
}
