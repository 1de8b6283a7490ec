import CampusCard
import KioskCore
import KioskPorts

/// Calls of the core to the store: what each carries, and what its answer leaves in the case file.
extension KioskController {
    func makeCall(_ call: CallKind) async {
        guard let event = await answer(to: call) else { return }
        // An answer that ends the lease or the case leaves its figures for the page.
        deliver(.store(event))
    }

    private func answer(to call: CallKind) async -> StoreEvent? {
        guard let file = caseFile else { return nil }
        switch call {
        case .login: return await logIn(file)
        case .changePassword: return await changePassword(file)
        case .quote: return await quote(file)
        case .open: return await open(file)
        case .bind: return await bind(file)
        case .commit: return await commit(file)
        case .get: return await askStanding()
        case .reportLoss: return await reportLoss(file)
        }
    }

    private func logIn(_ file: CaseFile) async -> StoreEvent? {
        guard let typed = file.credentials else { return .unanswered(.login) }
        caseFile?.credentials = nil
        caseFile?.typedNumber = MaskedStudentNumber(masking: typed.number)
        caseFile?.sealedReport = sealedReport(typed.number, typed.password, file.caseID)
        let body = LoginCall(studentNumber: typed.number, password: typed.password)
        return await send(body, .login) { answer in
            caseFile?.student = Student(session: answer.session, holder: answer.holder, quote: nil)
            return .loggedIn(mustChangePassword: answer.mustChangePassword)
        }
    }

    private func changePassword(_ file: CaseFile) async -> StoreEvent? {
        guard let student = file.student, let password = file.newPassword else {
            return .unanswered(.changePassword)
        }
        caseFile?.newPassword = nil
        let body = ChangePasswordCall(session: student.session, newPassword: password)
        return await send(body, .changePassword) { _ in .passwordChanged }
    }

    private func quote(_ file: CaseFile) async -> StoreEvent? {
        guard let student = file.student else { return .unanswered(.quote) }
        return await send(QuoteCall(session: student.session), .quote) { answer in
            caseFile?.student?.quote = answer
            caseFile?.student?.holder = answer.holder
            return .quoted(answer.fee == .zero ? .free : .due)
        }
    }

    private func open(_ file: CaseFile) async -> StoreEvent? {
        guard let student = file.student, let quote = student.quote else {
            return .unanswered(.open)
        }
        let body = OpenCall(session: student.session, quote: quote.quote)
        return await send(body, .open) { answer in
            caseFile?.fence = answer.fence
            return .opened
        }
    }

    private func bind(_ file: CaseFile) async -> StoreEvent? {
        guard let fence = file.fence, let card = file.card, let uid = card.uid else {
            return .unanswered(.bind)
        }
        let event = await send(BindCall(fence: fence, uid: uid), .bind) { answer -> StoreEvent in
            // A personalisation for another card would be written to the wrong one.
            guard answer.uid == uid else { return .unanswered(.bind) }
            caseFile?.personalisation = answer
            caseFile?.cardNumber = answer.cardNumber
            return .bound
        }
        guard event == .bound, let made = caseFile?.personalisation else { return event }
        let bound = JournalEntry.cardBound(card.ref, uid, file.caseID, made.issueNumber)
        return record([bound]) ? event : nil
    }

    private func commit(_ file: CaseFile) async -> StoreEvent? {
        guard let fence = file.fence, let uid = file.card?.uid, let made = file.personalisation
        else { return .unanswered(.commit) }
        let body = CommitCall(fence: fence, uid: uid, issueNumber: made.issueNumber)
        return await send(body, .commit) { answer in
            answer.standing.stage == .committed || answer.standing.stage == .delivered
                ? .committed : .unanswered(.commit)
        }
    }

    private func askStanding() async -> StoreEvent? {
        await send(GetCall(), .get) { .standing($0.stage) }
    }

    private func reportLoss(_ file: CaseFile) async -> StoreEvent? {
        guard let student = file.student else { return .unanswered(.reportLoss) }
        return await send(ReportLossCall(session: student.session), .reportLoss) { answer in
            caseFile?.student?.holder = answer.holder
            return .lossReported
        }
    }

    /// Sends one call, with its rows in the journal around it; nil when the controller is ending.
    private func send<Body: StoreCall>(
        _ body: Body, _ call: CallKind, onDone: (Body.Answer) -> StoreEvent
    ) async -> StoreEvent? {
        guard let attempt = caseFile?.attempt(of: call), let caseID = caseFile?.caseID else {
            return nil
        }
        if call.leavesTrace, !record([.callSent(caseID, call.name, attempt: attempt)]) {
            return nil
        }
        let outcome = await equipment.store.call(
            body, caseID: caseID, attempt: attempt, deadline: call.deadline)
        noteStore(answered: outcome != .unknown)
        if call.leavesTrace, !record(ending(outcome, of: body, caseID, attempt: attempt)) {
            return nil
        }
        switch outcome {
        case .done(let answer):
            caseFile?.refused = nil
            return onDone(answer)
        case .refused(let refused):
            if refused.reason == .leaseLost { equipment.troubles.count(.leaseLost) }
            caseFile?.refused = refused
            return .refused(call.name, refused.reason)
        case .unknown:
            return .unanswered(call.name)
        }
    }
}

extension KioskController {
    /// How a call ended, and the store's note of it, which comes back to the store as an event.
    func ending<Body: StoreCall>(
        _ outcome: CallOutcome<Body.Answer>, of body: Body, _ caseID: CaseID, attempt: Int
    ) -> [JournalEntry] {
        let ended = JournalEntry.callEnded(
            caseID, Body.name, attempt: attempt, outcome.journalEnd)
        guard case .done(let answer) = outcome, let note = Body.note(of: answer) else {
            return [ended]
        }
        return [ended, .fact(.noted(caseID: caseID, note: note))]
    }
}

extension CallOutcome {
    /// How the call ended, without what it brought.
    var journalEnd: CallEnd {
        switch self {
        case .done: .done
        case .refused(let refused): .refused(refused.reason)
        case .unknown: .unanswered
        }
    }
}
