import CampusCard
import CampusFaults
import CentralStore
import KioskCore

/// The student before the kiosk: sees a page, thinks, taps.
extension AbstractKiosk {
    func arrive(_ visit: Visit) {
        self.visit = visit
        world.drawBusinessElsewhere(visit, at: self)
        drawTroubleAtArrival()
        beat { kiosk in
            kiosk.review()
            guard kiosk.visit != nil else { return }
            guard kiosk.state.phase == .idle, kiosk.state.readiness.allows(visit.job) else {
                return kiosk.turnAway()
            }
            kiosk.visit?.hasBegun = true
            kiosk.deliver(.tapped(.choose(visit.job)))
        }
    }

    /// Out of service: the student goes, and somebody looks after the machine.
    private func turnAway() {
        world.tell(self, "out of service")
        leave()
        callTechnician()
    }

    private func leave() {
        visit = nil
        nextArrival()
    }

    func nextArrival() {
        guard !world.isEnding, world.begunCases < world.settings.lastCase else { return }
        let pause = max(
            world.dice.milliseconds(5_000...45_000), world.storeIsDownUntil - world.now)
        world.after(pause) { [self] in
            guard visit == nil, !world.isEnding else { return }
            guard isUp, state.phase == .idle else { return nextArrival() }
            arrive(world.newVisit())
        }
    }

    /// Reacts to whatever the page shows now.
    func studentSees() {
        guard let visit, visit.hasBegun else { return }
        if state.phase == .idle { return leave() }
        guard !visit.isGone else { return }
        if let leaving = visit.leavesAt, leaving.stop == state.phase.stop {
            return leave(leaving.how)
        }
        guard let act = action(visit) else { return }
        let (page, boot) = (page, boot)
        later(world.dice.milliseconds(1_000...6_000)) { kiosk in
            guard kiosk.page == page, kiosk.boot == boot, kiosk.visit?.isGone == false else {
                return
            }
            act(kiosk)
        }
    }

    private func leave(_ how: Visit.Leaving) {
        switch how {
        case .walksAway: visit?.isGone = true
        case .cancels, .findsOldCard:
            let (tap, faults): (Tap, [FaultKind]) =
                how == .cancels ? (.cancel, []) : (.foundOldCard, [.oldCardFound])
            let phase = state.phase
            later(world.dice.milliseconds(50...900)) { kiosk in
                guard kiosk.state.phase == phase else { return kiosk.studentSees() }
                if !kiosk.deliver(.tapped(tap), after: faults) { kiosk.visit?.isGone = true }
            }
        }
    }

    /// What the page asks the student to do; nil when there is nothing to do but wait.
    private func action(_ visit: Visit) -> ((AbstractKiosk) -> Void)? {
        if visit.asksForTime, state.phase.offersTime {
            return { kiosk in
                kiosk.visit?.asksForTime = false
                kiosk.deliver(.tapped(.moreTime))
            }
        }
        switch state.phase {
        case .entering: return { $0.typeCredentials() }
        case .changingPassword: return { $0.typePassword() }
        case .reviewing: return { $0.deliver(.tapped(.goOn)) }
        case .consenting:
            // The heartbeat has gone on meanwhile: the machine may not be ready any more.
            return { kiosk in kiosk.beat { $0.deliver(.tapped(.consent)) } }
        case .confirmingLoss, .confirmingLaterReport: return { $0.deliver(.tapped(.consent)) }
        case .showing(let outcome, _):
            let wantsReport = outcome.offersReport && world.dice.once(in: 3)
            return { kiosk in
                kiosk.deliver(.tapped(wantsReport ? .choose(.reportLoss) : .finish))
            }
        case .starting, .idle, .loggingIn, .savingPassword, .quoting, .opening, .feeding,
            .readingBlank, .binding, .encoding, .discarding, .committing, .askingStore,
            .presenting, .awaitingPickup, .retaining, .printing, .reportingLoss, .keepingReport:
            return nil
        }
    }

    private func typeCredentials() {
        guard let visit, let person = self.visit.map({ world.people[$0.person] }) else { return }
        let isWrong = visit.wrongPasswords > 0
        if isWrong { self.visit?.wrongPasswords -= 1 }
        let right = person.hasDefaultPassword ? Self.standard : WorldStore.password
        file?.typed = (person.studentNumber, isWrong ? Self.wrong : right)
        deliver(.tapped(.submitCredentials))
    }

    private func typePassword() {
        guard let visit else { return }
        file?.newPassword = world.dice.once(in: 3) ? Self.standard : WorldStore.password
        if file?.newPassword == WorldStore.password {
            world.people[visit.person].hasDefaultPassword = false
        }
        deliver(.tapped(.submitNewPassword))
    }

    private static let standard = CardPassword(repeating: 6)
    private static let wrong = CardPassword(repeating: 1)

}

extension Phase {
    fileprivate var offersTime: Bool {
        switch self {
        case .entering, .reviewing, .consenting, .confirmingLoss: true
        case .starting, .idle, .loggingIn, .changingPassword, .savingPassword, .quoting, .opening,
            .feeding, .readingBlank, .binding, .encoding, .discarding, .committing, .askingStore,
            .presenting, .awaitingPickup, .retaining, .printing, .showing, .reportingLoss,
            .confirmingLaterReport, .keepingReport:
            false
        }
    }
}

extension Outcome {
    /// The last page has a button for a loss report. A tap that is not offered is refused anyway.
    fileprivate var offersReport: Bool {
        switch self {
        case .refused, .notReady: true
        case .delivered, .notTaken, .commitUnanswered, .notPresented, .suspected, .abandoned,
            .unreachable, .lossReported, .lossWaiting, .lossUnanswered, .leftEarly:
            false
        }
    }
}
