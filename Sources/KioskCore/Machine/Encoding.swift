import CampusCard

/// From an open case to a written card: feed, read, bind, encode. Everything here can be undone; a student may leave at
/// any step, and does so as soon as the machine's hands are free.
extension KioskState {
    func feeding(_ blank: BlankAttempt, _ event: Event) -> Transition {
        switch event {
        case .device(.fed):
            if let leaving = blank.leaving { return discard(.abandon(leaving)) }
            return go(.readingBlank(blank), .readBlank)
        case .device(.feedFailed(.empty)):
            return abandon(blank.leaving ?? .feedFailed)
        case .device(.feedFailed(.notMoved)):
            if let leaving = blank.leaving { return abandon(leaving) }
            guard let again = blank.retryingFeed else { return abandon(.feedFailed) }
            return go(.feeding(again), .feedBlank)
        case .device(.feedFailed(.unknown)):
            // No motion may follow an unknown one (K9): the path stays as it is, and out of service says so.
            return abandon(blank.leaving ?? .feedFailed)
        case .tapped(let tap):
            return noteWish(tap, blank, page: Phase.feeding)
        case .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func readingBlank(_ blank: BlankAttempt, _ event: Event) -> Transition {
        switch event {
        case .device(.blankRead):
            if let leaving = blank.leaving { return discard(.abandon(leaving)) }
            return go(.binding(blank), .call(.bind))
        case .device(.blankRejected(.unusable)):
            return discardAndTryNext(blank, otherwise: .blankUnusable)
        case .device(.blankRejected(.readerGone)):
            return discard(.abandon(blank.leaving ?? .deviceFault))
        case .tapped(let tap):
            return noteWish(tap, blank, page: Phase.readingBlank)
        case .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func binding(_ blank: BlankAttempt, _ event: Event) -> Transition {
        switch event {
        case .store(.bound):
            if let leaving = blank.leaving { return discard(.abandon(leaving)) }
            return go(.encoding(blank), .encode)
        case .store(.refused(.bind, .uidUsed)):
            return discardAndTryNext(blank, otherwise: .blankUnusable)
        case .store(.refused(.bind, let refusal)):
            return discard(.abandon(blank.leaving ?? refusal.abandonReason))
        case .store(.unanswered(.bind)):
            return discard(.abandon(blank.leaving ?? .storeUnanswered))
        case .tapped(let tap):
            return noteWish(tap, blank, page: Phase.binding)
        case .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func encoding(_ blank: BlankAttempt, _ event: Event) -> Transition {
        switch event {
        case .device(.encoded):
            if let leaving = blank.leaving { return discard(.abandon(leaving)) }
            return go(.committing, .call(.commit))
        case .device(.encodingFailed(let failure)):
            switch failure.cause {
            case .card: return discardAndTryNext(blank, otherwise: .encodingFailed)
            case .readerGone: return discard(.abandon(blank.leaving ?? .deviceFault))
            }
        case .tapped(let tap):
            return noteWish(tap, blank, page: Phase.encoding)
        case .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    func discarding(_ discard: Discard, _ event: Event) -> Transition {
        switch event {
        case .device(.retained):
            return afterDiscard(discard.then)
        case .device(.retainFailed(.notMoved)):
            guard !discard.retried else { return abandon(discard.then.reasonIfStuck) }
            return go(.discarding(Discard(then: discard.then, retried: true)), .retainCard)
        case .device(.retainFailed(.moved)):
            return afterDiscard(discard.then)
        case .device(.retainFailed(.unknown)), .device(.nothingToRetain):
            // The blank is not where it was: no further card is fed on top of that.
            return abandon(discard.then.reasonIfStuck)
        case .tapped(let tap):
            guard let wish = tap.leaving else { return refuse(.notOffered) }
            return go(.discarding(discard.leaving(wish)))
        case .timerFired, .store, .device, .printer, .shelf, .readinessChanged, .recovered:
            return refuseUnexpected(event)
        }
    }

    /// Sends the blank to the bin.
    func discard(_ sequel: Discard.Sequel) -> Transition {
        go(.discarding(Discard(then: sequel)), .retainCard)
    }

    private func discardAndTryNext(
        _ blank: BlankAttempt, otherwise reason: AbandonReason
    ) -> Transition {
        if let leaving = blank.leaving { return discard(.abandon(leaving)) }
        guard let next = blank.next else { return discard(.abandon(reason)) }
        return discard(.nextBlank(next))
    }

    private func afterDiscard(_ sequel: Discard.Sequel) -> Transition {
        switch sequel {
        case .nextBlank(let blank): go(.feeding(blank), .feedBlank)
        case .abandon(let reason): abandon(reason)
        }
    }

    private func noteWish(
        _ tap: Tap, _ blank: BlankAttempt, page: (BlankAttempt) -> Phase
    ) -> Transition {
        guard let wish = tap.leaving else { return refuse(.notOffered) }
        return go(page(blank.leaving(wish)))
    }
}

extension Discard {
    /// The student wants to stop: no next blank.
    func leaving(_ reason: AbandonReason) -> Discard {
        switch then {
        case .nextBlank: Discard(then: .abandon(reason), retried: retried)
        case .abandon: self
        }
    }
}

extension Discard.Sequel {
    /// Why the case ends when the blank cannot be moved.
    var reasonIfStuck: AbandonReason {
        switch self {
        case .nextBlank: .deviceFault
        case .abandon(let reason): reason
        }
    }
}

extension Refusal {
    /// Why an open case is undone when the store refuses to go on with it.
    var abandonReason: AbandonReason {
        switch self {
        case .leaseLost, .caseEnded: .leaseLost
        case .wrongCredentials, .accountLocked, .kioskLocked, .passwordTooWeak, .sessionExpired,
            .notEnrolled, .frozen, .insufficientFunds, .cardWaiting, .replacementLimit, .noCard,
            .quoteExpired, .outOfOrder, .uidUsed, .blankLimit, .conflict, .kioskNotInService,
            .storeReplaying, .malformed:
            .storeRefused
        }
    }
}
