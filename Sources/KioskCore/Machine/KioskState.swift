import CampusCard

/// The state of the kiosk: a value that holds no instant, no identifier and no growing number, so that the whole graph can
/// be searched.
///
/// `on(_:)` is the only way forward. It decides and does nothing: the runtime journals the transition and carries out its
/// commands. What a command needs beside itself (who the student is, which UID lies at the read position) is known to
/// the runtime and kept out of here.
package struct KioskState: Hashable, Sendable {
    package let phase: Phase
    package let readiness: Readiness
    package let pickup: PickupRule

    /// A kiosk that has just been started.
    package static func started(pickup: PickupRule) -> KioskState {
        KioskState(phase: .starting, readiness: .none, pickup: pickup)
    }

    func with(phase: Phase) -> KioskState {
        KioskState(phase: phase, readiness: readiness, pickup: pickup)
    }

    /// The state after the event, and what is to be done.
    package func on(_ event: Event) -> Transition {
        if case .readinessChanged(let readiness) = event {
            return Transition(KioskState(phase: phase, readiness: readiness, pickup: pickup), [])
        }
        if case .recovered = event {
            guard case .starting = phase else { return refuse(.alreadyRecovered) }
            return go(.idle)
        }
        switch phase {
        case .starting: return refuse(.starting)
        case .idle: return idle(event)
        case .entering(let job, let patience, _): return entering(job, patience, event)
        case .loggingIn(let job): return loggingIn(job, event)
        case .changingPassword(let job, let patience, _):
            return changingPassword(job, patience, event)
        case .savingPassword(let job): return savingPassword(job, event)
        case .quoting: return quoting(event)
        case .reviewing(let fee, let patience): return reviewing(fee, patience, event)
        case .consenting(let fee, let patience): return consenting(fee, patience, event)
        case .opening(let leaving): return opening(leaving, event)
        case .feeding(let blank): return feeding(blank, event)
        case .readingBlank(let blank): return readingBlank(blank, event)
        case .binding(let blank): return binding(blank, event)
        case .encoding(let blank): return encoding(blank, event)
        case .discarding(let discard): return discarding(discard, event)
        case .committing: return committing(event)
        case .askingStore(let asking): return askingStore(asking, event)
        case .presenting(let retried): return presenting(retried, event)
        case .awaitingPickup(let patience): return awaitingPickup(patience, event)
        case .retaining(let retention): return retaining(retention, event)
        case .printing(let outcome): return printing(outcome, event)
        case .showing(let outcome, _): return showing(outcome, event)
        case .confirmingLoss(let patience): return confirmingLoss(patience, event)
        case .reportingLoss: return reportingLoss(event)
        case .confirmingLaterReport(let patience): return confirmingLaterReport(patience, event)
        case .keepingReport: return keepingReport(event)
        }
    }
}

/// Whether the student may have more time at the exit: not on a unit that pulls the card back by its own timer, which
/// must stay longer than ours (design §7).
package enum PickupRule: Hashable, Sendable, CaseIterable {
    case extensible, fixed
}
