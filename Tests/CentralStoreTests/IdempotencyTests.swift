import CampusCard
import CentralStore
import Foundation
import Testing

@Suite("A repeated call")
struct IdempotencyTests {
    /// Sends the same bytes twice with time between and returns both answers.
    private func twice<Body: StoreCall>(
        _ rig: StoreRig, _ body: Body, _ caseID: CaseID, attempt: Int = 1
    ) throws -> ([UInt8], [UInt8]) {
        let bytes = try StoreRig.encode(
            CallRequest(kiosk: StoreRig.k1, caseID: caseID, attempt: attempt, body: body))
        let name = Body.name.rawValue
        let first = try rig.service.handle(kiosk: StoreRig.k1, callName: name, bytes: bytes)
        rig.clock.advance(seconds: 1)
        return (first, try rig.service.handle(kiosk: StoreRig.k1, callName: name, bytes: bytes))
    }

    @Test("Every call gets its first answer again, byte for byte, and has one effect")
    func sameAnswer() throws {
        let rig = try StoreRig()
        let chosen = try #require(StoreRig.chosen)
        let id = CaseID(validated: "c-1")
        let login = try twice(rig, LoginCall(studentNumber: StoreRig.mei, password: chosen), id)
        #expect(login.0 == login.1)
        let answer = try JSONDecoder().decode(
            CallAnswer<LoginCall.Answer>.self, from: Data(login.0))
        guard case .done(let entered) = answer else {
            throw UnexpectedRefusal(refused: Refused(.conflict))
        }
        let quote = try twice(rig, QuoteCall(session: entered.session), id)
        #expect(quote.0 == quote.1)
        let offer = try rig.done(QuoteCall(session: entered.session), id).quote
        let open = try twice(rig, OpenCall(session: entered.session, quote: offer), id)
        #expect(open.0 == open.1)
        let fence = try rig.done(OpenCall(session: entered.session, quote: offer), id).fence
        let bind = try twice(rig, BindCall(fence: fence, uid: StoreRig.uid(100)), id)
        #expect(bind.0 == bind.1)
        let commit = try twice(
            rig, CommitCall(fence: fence, uid: StoreRig.uid(100), issueNumber: IssueNumber(2)), id)
        #expect(commit.0 == commit.1)
        let void = try twice(rig, VoidCall(uid: StoreRig.uid(100)), id)
        #expect(void.0 == void.1)
        #expect(try rig.number("SELECT COUNT(*) FROM session") == 1)
        #expect(try rig.number("SELECT COUNT(*) FROM transfer WHERE case_id = 'c-1'") == 2)
        #expect(try rig.number("SELECT COUNT(*) FROM card WHERE case_id = 'c-1'") == 1)
        #expect(try rig.number("SELECT COUNT(*) FROM stop_entry") == 3)
    }

    @Test("So do the calls of the student that begin, undo or report")
    func sameAnswerOfOthers() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let fresh = try #require(CardPassword("730184"))
        let report = try twice(rig, ReportLossCall(session: business.session), business.id)
        #expect(report.0 == report.1)
        let change = try twice(
            rig, ChangePasswordCall(session: business.session, newPassword: fresh), business.id)
        #expect(change.0 == change.1)
        let abandon = try twice(
            rig, AbandonCall(reason: .walkedAway, spoiled: [StoreRig.uid(100)]), business.id)
        #expect(abandon.0 == abandon.1)
        #expect(try rig.number("SELECT MAX(generation) FROM password WHERE account = 'a1'") == 2)
        #expect(try rig.number("SELECT COUNT(*) FROM stop_entry") == 1)
        #expect(try rig.number("SELECT COUNT(*) FROM withheld_uid") == 1)
        // deliverLossReport: LossReportTests; register and pushEvents carry no key and are built to
        // be repeated: RegisterTests, EventTests; get is always answered afresh.
        let covered: Set<StoreCallName> = [
            .login, .quote, .open, .bind, .commit, .void, .reportLoss, .changePassword, .abandon,
        ]
        let others: Set<StoreCallName> = [.deliverLossReport, .register, .pushEvents, .get]
        #expect(covered.union(others) == Set(StoreCallName.allCases))
    }

    @Test("A refusal is repeated too, until the next attempt")
    func sameRefusal() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        try rig.desk.setFrozen(StoreRig.mei, true)
        #expect(try rig.refusal(QuoteCall(session: business.session), business.id) == .frozen)
        try rig.desk.setFrozen(StoreRig.mei, false)
        #expect(try rig.refusal(QuoteCall(session: business.session), business.id) == .frozen)
        _ = try rig.done(QuoteCall(session: business.session), business.id, attempt: 2)
    }

    @Test("The same key with another body is a conflict and changes nothing")
    func conflict() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let fence = try business.open().fence
        _ = try business.bind(fence, 100)
        let call = BindCall(fence: fence, uid: StoreRig.uid(101))
        #expect(try rig.refusal(call, business.id) == .conflict)
        #expect(try rig.number("SELECT COUNT(*) FROM card WHERE case_id = 'c-1'") == 1)
    }

    @Test("A commit, a bind or an open under a new attempt finds what the first one did")
    func newAttempt() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let opened = try business.open()
        #expect(try business.open(attempt: 2).fence == opened.fence)
        let plan = try business.bind(opened.fence, 100)
        #expect(try business.bind(opened.fence, 100, attempt: 2) == plan)
        let standing = try business.commit(opened.fence, plan)
        #expect(try business.commit(opened.fence, plan, attempt: 2) == standing)
        #expect(try rig.number("SELECT COUNT(*) FROM replacement WHERE case_id = 'c-1'") == 1)
    }

    @Test("get is never a repetition: it tells where the case stands now")
    func freshStanding() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        #expect(try business.standing().stage == .unheard)
        _ = try business.open()
        #expect(try business.standing().stage == .opened)
    }

    @Test("An answer survives a restart of the store, and so does the time of its leases")
    func restart() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let opened = try business.open()
        rig.clock.advance(seconds: 590)
        #expect(try business.standing().stage == .opened)
        rig.clock.advance(seconds: 86_400)
        let again = try rig.restarted()
        let call = OpenCall(
            session: business.session, quote: QuoteID(validated: "another-quote"))
        #expect(try rig.refusal(call, business.id, on: again) == .conflict)
        rig.clock.advance(seconds: 9)
        #expect(try rig.standing(of: business, on: again).stage == .opened)
        rig.clock.advance(seconds: 1)
        #expect(try rig.standing(of: business, on: again).stage == .abandoned)
        #expect(opened.leaseSeconds == 600)
    }
}
