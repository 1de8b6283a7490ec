import CampusCard

/// From the home page to a student who is known: login, and a new password where the old one is a default.
extension KioskState {
    func idle(_ event: Event) -> Transition {
        switch event {
        case .tapped(.choose(let job)):
            guard readiness.allows(job) else { return refuse(.notReady) }
            return show(.entering(job, .fresh, retry: nil), .beginCase(job))
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func entering(_ job: Job, _ patience: Patience, _ event: Event) -> Transition {
        if let waiting = waitForReader(
            patience, event, page: { .entering(job, $0, retry: nil) }, leave: { leaveToHome() })
        {
            return waiting
        }
        switch event {
        case .tapped(.submitCredentials):
            return leavePage(.loggingIn(job), .call(.login))
        case .tapped(.cancel):
            return leaveToHome()
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func loggingIn(_ job: Job, _ event: Event) -> Transition {
        switch event {
        case .store(.loggedIn(mustChangePassword: true)):
            return show(.changingPassword(job, .fresh, retry: nil))
        case .store(.loggedIn(mustChangePassword: false)):
            return identified(job)
        case .store(.refused(.login, let refusal)):
            return refusal.mayTryAgain
                ? show(.entering(job, .fresh, retry: refusal)) : conclude(.refused(refusal))
        case .store(.unanswered(.login)):
            return job == .reportLoss && readiness.canKeepReports
                ? show(.confirmingLaterReport(.fresh)) : conclude(.unreachable)
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func changingPassword(_ job: Job, _ patience: Patience, _ event: Event) -> Transition {
        if let waiting = waitForReader(
            patience, event, page: { .changingPassword(job, $0, retry: nil) },
            leave: { concludePage(.leftEarly) })
        {
            return waiting
        }
        switch event {
        case .tapped(.submitNewPassword):
            return leavePage(.savingPassword(job), .call(.changePassword))
        case .tapped(.cancel):
            return concludePage(.leftEarly)
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func savingPassword(_ job: Job, _ event: Event) -> Transition {
        switch event {
        case .store(.passwordChanged):
            return identified(job)
        case .store(.refused(.changePassword, let refusal)):
            return refusal.mayTryAgain
                ? show(.changingPassword(job, .fresh, retry: refusal)) : conclude(.refused(refusal))
        case .store(.unanswered(.changePassword)):
            return conclude(.unreachable)
        case .tapped, .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    /// The student is known: the job itself begins.
    private func identified(_ job: Job) -> Transition {
        switch job {
        case .replaceLostCard: go(.quoting, .call(.quote))
        case .reportLoss: show(.confirmingLoss(.fresh))
        }
    }

    /// Nobody was logged in: straight home.
    private func leaveToHome() -> Transition {
        leavePage(.idle, .endCase(.leftEarly), .forgetStudent)
    }
}

extension Refusal {
    /// The student can put it right at once by typing again.
    var mayTryAgain: Bool {
        switch self {
        case .wrongCredentials, .passwordTooWeak: true
        case .accountLocked, .kioskLocked, .sessionExpired, .notEnrolled, .frozen,
            .insufficientFunds, .cardWaiting, .replacementLimit, .noCard, .quoteExpired, .leaseLost,
            .caseEnded, .outOfOrder, .uidUsed, .blankLimit, .conflict, .kioskNotInService,
            .storeReplaying, .malformed:
            false
        }
    }
}
