import CampusCard

/// The point of no return. The card stays inside until the store has said that it committed.
extension KioskState {
    func committing(_ event: Event) -> Transition {
        switch event {
        case .store(.committed):
            return present()
        case .store(.refused(.commit, let refusal)):
            return discardAfterAsking(refusal.abandonReason)
        case .store(.unanswered(.commit)):
            return go(
                .askingStore(.asked), .startTimer(.askDeadline), .call(.get))
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func askingStore(_ asking: Asking, _ event: Event) -> Transition {
        switch event {
        case .timerFired(.askAgain):
            guard asking == .pausing else { return refuse(.staleTimer) }
            return go(.askingStore(.asked), .call(.get))
        case .timerFired(.askDeadline):
            return endAsking(asking)
        case .store(.standing(let stage)):
            guard asking == .asked || asking == .lastAnswer else { return refuse(.notAwaited) }
            return told(stage, asking)
        case .store(.committed):
            guard asking == .recommitting || asking == .lastAnswer else {
                return refuse(.notAwaited)
            }
            return present()
        case .store(.refused(.commit, let refusal)):
            guard asking == .recommitting || asking == .lastAnswer else {
                return refuse(.notAwaited)
            }
            return discardAfterAsking(refusal.abandonReason)
        case .store(.refused(.get, _)), .store(.unanswered(.get)), .store(.unanswered(.commit)):
            return stillUnknown(asking)
        case .tapped, .store, .timerFired, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    private func endAsking(_ asking: Asking) -> Transition {
        switch asking {
        case .asked, .recommitting: go(.askingStore(.lastAnswer))
        case .pausing: retain(.commitUnanswered)
        case .lastAnswer: refuse(.staleTimer)
        }
    }

    /// The store said where the case stands.
    private func told(_ stage: CaseStage, _ asking: Asking) -> Transition {
        switch stage {
        case .committed:
            return present()
        case .opened, .bound:
            guard asking == .asked else { return retain(.commitUnanswered) }
            return go(.askingStore(.recommitting), .call(.commit))
        case .abandoned, .voided:
            return discardAfterAsking(.leaseLost)
        case .unheard, .delivered:
            // The store has forgotten, or contradicts, what this machine holds in its hands.
            return retain(.commitUnanswered)
        }
    }

    private func stillUnknown(_ asking: Asking) -> Transition {
        switch asking {
        case .asked, .recommitting: go(.askingStore(.pausing), .startTimer(.askAgain))
        case .pausing: refuse(.notAwaited)
        case .lastAnswer: retain(.commitUnanswered)
        }
    }

    private func discardAfterAsking(_ reason: AbandonReason) -> Transition {
        go(
            .discarding(Discard(then: .abandon(reason))), .cancelTimer(.askAgain),
            .cancelTimer(.askDeadline), .retainCard)
    }

    private func present() -> Transition {
        go(
            .presenting(retried: false), .cancelTimer(.askAgain), .cancelTimer(.askDeadline),
            .presentCard)
    }

    private func retain(_ cause: Retention.Cause) -> Transition {
        go(
            .retaining(Retention(cause: cause)), .cancelTimer(.askAgain),
            .cancelTimer(.askDeadline), .retainCard)
    }
}
