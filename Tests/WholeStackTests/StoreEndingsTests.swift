import CampusCard
import CentralStore
import Journal
import KioskCore
import KioskPorts
import SimulatedCampus
import Simulator
@testable import StoreClient
import Testing

/// Goal: a store that is away at the worst moment costs nobody a card or a yuan (K2–K5, K12). Method: the whole stack on
/// virtual time, with a network that swallows requests or answers.
@Suite(.serialized) struct StoreEndingsTests {
    @Test(
        "A store that goes away before the commit: the blank goes to the bin, the hold is released")
    func awayBeforeCommit() throws {
        let visit = try Visit()
        try visit.consent()
        try visit.wait("feeding") { $0.name == "feeding" }
        visit.campus.network.goDown()
        #expect(try visit.outcome() == .abandoned(.storeUnanswered))
        let caseID = try visit.caseID
        visit.campus.network.comeUp()
        try visit.expect(caseID, .abandoned, .released)
    }

    @Test("An open whose answer is lost is answered again under its key, and held once")
    func openAnswerLost() throws {
        let visit = try Visit()
        visit.campus.network.plan(.swallowAnswer, on: .open)
        try visit.consent()
        let outcome = try visit.outcome()
        #expect(outcome == .abandoned(.storeUnanswered) || outcome == .delivered)
        let expected: (CaseStage, MoneyEnd) =
            outcome == .delivered ? (.delivered, .captured) : (.abandoned, .released)
        try visit.expect(visit.caseID, expected.0, expected.1)
    }

    @Test("A commit whose answer is lost: the store is asked, and the student gets the card")
    func commitAnswerLost() throws {
        let visit = try Visit()
        visit.campus.network.plan(.swallowAnswer, on: .commit, times: 2)
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        try visit.expect(visit.caseID, .delivered, .captured)
    }

    @Test("A commit that never arrived is sent again under its key")
    func commitRequestLost() throws {
        let visit = try Visit()
        visit.campus.network.plan(.swallowRequest, on: .commit, times: 3)
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        try visit.expect(visit.caseID, .delivered, .captured)
    }

    @Test(
        "A store that is away for 40 seconds at the commit: the card waits inside and is handed out"
    )
    func awayAtCommitForAWhile() throws {
        let visit = try Visit()
        try visit.consent()
        try visit.wait("the commit") { $0.name == "committing" }
        visit.campus.network.goDown()
        visit.campus.pass(.seconds(40))
        visit.campus.network.comeUp()
        #expect(try visit.outcome() == .delivered)
        try visit.expect(visit.caseID, .delivered, .captured)
    }

    @Test("However close to the 60 seconds of asking a store comes back, card and money end alike")
    func awayAtCommitForAMinute() throws {
        var endings: [Outcome] = []
        for seconds in 50...75 {
            let visit = try Visit()
            try visit.consent()
            try visit.wait("the commit") { $0.name == "committing" }
            visit.campus.network.goDown()
            visit.campus.pass(.seconds(seconds))
            visit.campus.network.comeUp()
            let outcome = try visit.outcome()
            endings.append(outcome)
            let isDelivered = outcome == .delivered
            #expect(isDelivered || outcome == .commitUnanswered, "after \(seconds) s")
            try visit.expect(
                visit.caseID, isDelivered ? .delivered : .voided,
                isDelivered ? .captured : .released)
            let stock = try visit.campus.journal.stock()
            #expect(stock.delivered == (isDelivered ? 1 : 0), "after \(seconds) s")
            #expect(stock.retained == (isDelivered ? 0 : 1), "after \(seconds) s")
        }
        // Once the card is given up it stays so, however soon the store is back after that.
        #expect(Set(endings) == [.delivered, .commitUnanswered])
        #expect(endings.drop { $0 == .delivered }.allSatisfy { $0 == .commitUnanswered })
    }

    @Test(
        "A store that is away for days at the commit: the card is kept and void, whatever became of the commit",
        arguments: [true, false])
    func awayAtCommitForDays(arrived: Bool) throws {
        let visit = try Visit()
        try visit.consent()
        try visit.wait("encoding") { $0.name == "encoding" }
        visit.campus.network.plan(
            arrived ? .swallowAnswer : .swallowRequest, on: .commit, times: 50)
        visit.campus.network.plan(.swallowRequest, on: .get, times: 500)
        #expect(try visit.outcome() == .commitUnanswered)
        let caseID = try visit.caseID
        visit.campus.network.goDown()
        visit.campus.pass(Extent.isLong ? .seconds(2 * 86_400) : .seconds(3_600))
        visit.campus.network.comeUp()
        try visit.expect(caseID, .voided, .released)
        #expect(try visit.campus.journal.stock().retained == 1)
    }

    @Test("A store that is away after the delivery learns of it later, once")
    func awayAfterDelivery() throws {
        let visit = try Visit()
        try visit.consent()
        try visit.wait("the card at the exit") { $0.name == "awaitingPickup" }
        visit.campus.network.goDown()
        #expect(try visit.outcome() == .delivered)
        let caseID = try visit.caseID
        visit.campus.pass(.seconds(3_600))
        #expect(try visit.campus.standing(of: caseID)?.stage == .committed)
        visit.campus.network.comeUp()
        try visit.expect(caseID, .delivered, .captured)
        // A replay would have brought the events too, had they been taken for sent.
        #expect(try Operator(visit.campus.store).replay().number == 1)
    }

    @Test("A case that another kiosk opens meanwhile ends here: the blank goes to the bin")
    func leaseLost() throws {
        let visit = try Visit()
        try visit.consent()
        try visit.wait("feeding") { $0.name == "feeding" }
        let caseID = try visit.caseID
        try OtherKiosk(store: visit.campus.store).openCase()
        #expect(try visit.outcome() == .abandoned(.leaseLost))
        try visit.expect(caseID, .abandoned, .released)
    }
}

/// A second kiosk, as far as the store can see.
struct OtherKiosk {
    let store: StoreService
    private let kiosk = KioskID(validated: "K-02")
    private let caseID = CaseID(validated: "0192-other-case")

    init(store: StoreService) throws {
        self.store = store
        try Operator(store).setKiosk(kiosk, inService: true, why: nil)
    }

    func openCase() throws {
        let login = try call(
            LoginCall(studentNumber: CampusNames.student, password: CampusNames.password))
        let quote = try call(QuoteCall(session: login.session))
        _ = try call(OpenCall(session: login.session, quote: quote.quote))
    }

    private func call<Body: StoreCall>(_ body: Body) throws -> Body.Answer {
        let request = CallRequest(kiosk: kiosk, caseID: caseID, attempt: 1, body: body)
        let bytes = try store.handle(
            kiosk: kiosk, callName: Body.name.rawValue, bytes: CallCodec.encode(request))
        guard case .done(let answer)? = CallCodec.decode(CallAnswer<Body.Answer>.self, from: bytes)
        else { throw Refusing(answer: String(decoding: bytes, as: UTF8.self)) }
        return answer
    }

    struct Refusing: Error { let answer: String }
}
