import CampusCard
import CentralStore
import Journal
import KioskCore
import KioskPorts
import SimulatedCampus
import Simulator
import Testing

/// Goal: whatever a student does, or cannot do, before the commit leaves nothing behind but the loss report (K5, K6).
/// Method: the whole stack on virtual time; one visit for each step at which a student can stop.
@Suite(.serialized) struct StudentEndingsTests {
    static let pages = ["entering", "reviewing", "consenting"]
    static let working = ["opening", "feeding", "readingBlank", "binding", "encoding"]

    @Test("A student who cancels on a page leaves nothing behind", arguments: pages)
    func cancelledOnAPage(page: String) throws {
        let visit = try Visit()
        try visit.goTo(page)
        visit.tap(.cancel)
        visit.campus.pass(.seconds(90))
        #expect(visit.campus.phase == .idle)
        #expect(try visit.campus.journal.stock().remaining == 5)
        try visit.expectBooks()
    }

    @Test("A student who walks away from a page is forgotten", arguments: pages)
    func walkedAwayFromAPage(page: String) throws {
        let visit = try Visit()
        try visit.goTo(page)
        visit.campus.pass(.seconds(150))
        #expect(visit.campus.phase == .idle)
        #expect(visit.campus.look().holder == nil)
        try visit.expectBooks()
    }

    @Test("A student who cancels while the machine works gets the hold back", arguments: working)
    func cancelledAtWork(step: String) throws {
        let visit = try Visit()
        try visit.consent()
        try visit.wait(step) { $0.name == step }
        visit.tap(.cancel)
        #expect(try visit.outcome() == .abandoned(.cancelledByStudent))
        try visit.expect(visit.caseID, .abandoned, .released)
        #expect(try visit.campus.journal.stock().delivered == 0)
    }

    @Test("A student who finds the old card in mid-case gets the hold back")
    func oldCardFound() throws {
        let visit = try Visit()
        try visit.consent()
        try visit.wait("encoding") { $0.name == "encoding" }
        visit.tap(.foundOldCard)
        #expect(try visit.outcome() == .abandoned(.oldCardFound))
        try visit.expect(visit.caseID, .abandoned, .released)
    }

    @Test("Too little money is said at the quote, and the loss can still be reported")
    func tooLittleMoney() throws {
        let visit = try Visit { $0.balance = Money(fen: 1_999) }
        try visit.logIn()
        #expect(try visit.outcome() == .refused(.insufficientFunds))
        #expect(visit.campus.look().refused?.fee == Money(fen: 2_000))
        #expect(visit.campus.look().refused?.spendable == Money(fen: 1_999))
        visit.tap(.choose(.reportLoss))
        visit.tap(.consent)
        #expect(try visit.outcome() == .lossReported)
        try visit.expectBooks()
    }

    @Test("A replacement without a fee moves no money")
    func noFee() throws {
        let visit = try Visit { $0.fee = .zero }
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        try visit.expect(visit.caseID, .delivered, .none)
    }

    @Test("A waived fee is not charged")
    func waivedFee() throws {
        let visit = try Visit { $0.balance = .zero }
        try Operator(visit.campus.store).waiveFee(
            of: CampusNames.student, who: "desk-1", why: "chip fault inside warranty")
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        try visit.expect(visit.caseID, .delivered, .none)
    }

    @Test("A frozen account is refused before anything is begun")
    func frozen() throws {
        let visit = try Visit { $0.frozen = true }
        try visit.logIn()
        #expect(try visit.outcome() == .refused(.frozen))
        try visit.expectBooks()
    }

    @Test("A wrong password can be typed again, and the fifth locks the account")
    func wrongPassword() throws {
        let visit = try Visit()
        try visit.waitForService()
        visit.tap(.choose(.replaceLostCard))
        let wrong = try #require(CardPassword("111222"))
        for _ in 1...4 {
            visit.campus.act(.logIn(CampusNames.student, wrong))
            try visit.wait("another try") {
                if case .entering(_, _, .wrongCredentials?) = $0 { true } else { false }
            }
        }
        visit.campus.act(.logIn(CampusNames.student, wrong))
        #expect(try visit.outcome() == .refused(.accountLocked))
        try visit.expectBooks()
    }

    @Test("A loss is reported without stock, dispenser, reader or printer")
    func lossWithoutDevices() throws {
        let visit = try Visit()
        let campus = visit.campus
        campus.printer.runOut()
        for plug in Plug.allCases {
            _ = try campus.machine.obey(.pull(plug), now: campus.clock.monotonic())
        }
        try visit.wait("readiness to report") {
            $0 == .idle && campus.look().state.readiness.canReportLoss
        }
        visit.tap(.choose(.reportLoss))
        campus.act(.logIn(CampusNames.student, CampusNames.password))
        try visit.wait("the question") { $0.name == "confirmingLoss" }
        visit.tap(.consent)
        #expect(try visit.outcome() == .lossReported)
    }
}

extension Visit {
    /// From the home page to one of the first pages.
    func goTo(_ page: String) throws {
        try waitForService()
        tap(.choose(.replaceLostCard))
        if page == "entering" { return }
        campus.act(.logIn(CampusNames.student, CampusNames.password))
        try wait("the review") { $0.name == "reviewing" }
        if page == "consenting" { tap(.goOn) }
    }

    func logIn() throws {
        try waitForService()
        tap(.choose(.replaceLostCard))
        campus.act(.logIn(CampusNames.student, CampusNames.password))
    }
}
