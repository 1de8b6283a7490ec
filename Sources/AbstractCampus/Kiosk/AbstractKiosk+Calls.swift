import CampusCard
import CampusFaults
import CentralStore
import KioskCore
import KioskPorts

/// Calls to the store: each ends within its deadline as done, refused or unknown, and leaves its rows in the journal.
extension AbstractKiosk {
    func make(_ call: CallKind) {
        guard let file else { return }
        switch call {
        case .login: logIn(file)
        case .changePassword: changePassword(file)
        case .quote:
            guard let session = file.session else { return }
            send(QuoteCall(session: session), .quote) { kiosk, answer in
                kiosk.file?.quote = answer.quote
                return .quoted(answer.fee == .zero ? .free : .due)
            }
        case .open:
            guard let session = file.session, let quote = file.quote else { return }
            send(OpenCall(session: session, quote: quote), .open) { kiosk, answer in
                kiosk.file?.fence = answer.fence
                return .opened
            }
        case .bind: bind(file)
        case .commit:
            guard let fence = file.fence, let uid = file.card?.uid, let issue = file.bound
            else { return }
            send(CommitCall(fence: fence, uid: uid, issueNumber: issue), .commit) { _, answer in
                answer.standing.stage == .committed || answer.standing.stage == .delivered
                    ? .committed : .unanswered(.commit)
            }
        case .get: send(GetCall(), .get) { _, standing in .standing(standing.stage) }
        case .reportLoss:
            guard let session = file.session else { return }
            send(ReportLossCall(session: session), .reportLoss) { _, _ in .lossReported }
        }
    }

    private func logIn(_ file: CaseNotes) {
        guard let typed = file.typed else { return }
        self.file?.typed = nil
        let label = LossReportLabel(
            kiosk: id, caseID: file.caseID, sealedAtMilliseconds: wall)
        self.file?.sealedReport = OpenReports.sealed(
            LossReportSecret(studentNumber: typed.number, password: typed.password), label)
        let body = LoginCall(studentNumber: typed.number, password: typed.password)
        send(body, .login) { kiosk, answer in
            kiosk.file?.session = answer.session
            return .loggedIn(mustChangePassword: answer.mustChangePassword)
        }
    }

    private func changePassword(_ file: CaseNotes) {
        guard let session = file.session, let password = file.newPassword else { return }
        self.file?.newPassword = nil
        send(
            ChangePasswordCall(session: session, newPassword: password), .changePassword
        ) { _, _ in .passwordChanged }
    }

    private func bind(_ file: CaseNotes) {
        guard let fence = file.fence, let card = file.card, let uid = card.uid else { return }
        send(BindCall(fence: fence, uid: uid), .bind) { kiosk, answer in
            guard answer.uid == uid else { return .unanswered(.bind) }
            kiosk.file?.bound = answer.issueNumber
            kiosk.world.issuedUIDs.append(uid)
            let row = JournalEntry.cardBound(card.ref, uid, file.caseID, answer.issueNumber)
            return kiosk.record([row]) ? .bound : nil
        }
    }

    /// One call of the case, with its rows in the journal around it.
    private func send<Body: RuledCall>(
        _ body: Body, _ call: CallKind,
        onDone: @escaping (AbstractKiosk, Body.Answer) -> StoreEvent?
    ) {
        guard let caseID = file?.caseID, let attempt = file?.attempt(of: call) else { return }
        if call.leavesTrace, !record([.callSent(caseID, call.name, attempt: attempt)]) { return }
        self.call(body, caseID: caseID, attempt: attempt, deadline: call.milliseconds) {
            kiosk, outcome, struck in
            kiosk.noteStore(answered: outcome != .unknown)
            var rows = [
                JournalEntry.callEnded(
                    caseID, call.name, attempt: attempt, outcome.journalEnd)
            ]
            if case .done(let answer) = outcome, let note = Body.note(of: answer) {
                rows.append(.fact(.noted(caseID: caseID, note: note)))
            }
            if call.leavesTrace, !kiosk.record(rows) { return }
            let event: StoreEvent? =
                switch outcome {
                case .done(let answer): onDone(kiosk, answer)
                case .refused(let refused): .refused(call.name, refused.reason)
                case .unknown: .unanswered(call.name)
                }
            guard let event else { return }
            let blank = event == .refused(.bind, .uidUsed) ? kiosk.faultOfBlank : []
            kiosk.deliver(.store(event), after: struck + blank)
        }
    }

    /// One call with its repetitions, as the real client makes them.
    func call<Body: RuledCall>(
        _ body: Body, caseID: CaseID?, attempt: Int, deadline: Int64,
        _ heard:
            @escaping (AbstractKiosk, CallOutcome<Body.Answer>, [FaultKind]) -> Void
    ) {
        let request = CallRequest(kiosk: id, caseID: caseID, attempt: attempt, body: body)
        let pending = PendingCall()
        tryOnce(request, pending, end: world.now + deadline, heard)
    }

    private static let pauses: [Int64] = [200, 500, 1_000, 2_000]
    private static let oneTry: Int64 = 10_000

    private func tryOnce<Body: RuledCall>(
        _ request: CallRequest<Body>, _ pending: PendingCall, end: Int64,
        _ heard:
            @escaping (AbstractKiosk, CallOutcome<Body.Answer>, [FaultKind]) -> Void
    ) {
        let boot = boot
        pending.tries += 1
        let number = pending.tries
        world.send(request, pending) { [self] answer in
            guard pending.isOpen, isUp, self.boot == boot else { return }
            pending.isOpen = false
            switch answer {
            case .done(let answer): heard(self, .done(answer), pending.struck)
            case .refused(let refused): heard(self, .refused(refused), pending.struck)
            }
        }
        later(min(Self.oneTry, end - world.now)) { kiosk in
            guard pending.isOpen, pending.tries == number else { return }
            let pause = Self.pauses[min(number, Self.pauses.count) - 1]
            guard kiosk.world.now + pause < end else {
                pending.isOpen = false
                return heard(kiosk, .unknown, pending.struck)
            }
            kiosk.later(pause) { $0.tryOnce(request, pending, end: end, heard) }
        }
    }
}

extension CallKind {
    /// As the real controller waits.
    fileprivate var milliseconds: Int64 {
        switch self {
        case .login, .changePassword, .quote, .open, .bind, .reportLoss: 10_000
        case .commit: 15_000
        case .get: 4_000
        }
    }

    fileprivate var leavesTrace: Bool {
        switch self {
        case .open, .bind, .commit, .reportLoss: true
        case .login, .changePassword, .quote, .get: false
        }
    }
}

extension CallOutcome {
    fileprivate var journalEnd: CallEnd {
        switch self {
        case .done: .done
        case .refused(let refused): .refused(refused.reason)
        case .unknown: .unanswered
        }
    }
}
