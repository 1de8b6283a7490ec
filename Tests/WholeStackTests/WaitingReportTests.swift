import CampusCard
import CentralStore
import KioskCore
import KioskPorts
import SimulatedCampus
import Testing

/// Goal: a loss can be reported while the store is away, nobody is told that the card is stopped
/// before it is, and the report has its effect once, or none (design §4). Method: the whole stack
/// on virtual time with a network that goes away.
@Suite(.serialized) struct WaitingReportTests {
    @Test("A loss that is reported while the store is away stops the card when it is back")
    func appliedWhenBack() throws {
        let visit = try Visit()
        try visit.leaveReport()
        #expect(try visit.outcome() == .lossWaiting)
        try #require(visit.slip?.effect == .notStoppedYet)
        #expect(visit.campus.shelf.count == 1)
        visit.campus.network.comeUp()
        visit.campus.pass(.seconds(30))
        #expect(try visit.cardIsStopped())
        #expect(visit.campus.shelf.count == 0)
    }

    @Test("A report survives a power cut in the kiosk")
    func survivesPowerCut() throws {
        let visit = try Visit()
        try visit.leaveReport()
        #expect(try visit.outcome() == .lossWaiting)
        try visit.campus.cutPower()
        visit.campus.network.comeUp()
        visit.campus.pass(.seconds(60))
        #expect(try visit.cardIsStopped())
        #expect(visit.campus.shelf.count == 0)
    }

    @Test("A report whose delivery is not answered is brought again, and counts once")
    func answerLost() throws {
        let visit = try Visit()
        try visit.leaveReport()
        #expect(try visit.outcome() == .lossWaiting)
        visit.campus.network.plan(.swallowAnswer, on: .deliverLossReport, times: 3)
        visit.campus.network.comeUp()
        visit.campus.pass(.seconds(90))
        #expect(try visit.cardIsStopped())
        #expect(visit.campus.shelf.count == 0)
    }

    @Test("A report with a wrong password is refused when it arrives, and stops nothing")
    func wrongPassword() throws {
        let visit = try Visit()
        try visit.leaveReport(password: try #require(CardPassword("111222")))
        #expect(try visit.outcome() == .lossWaiting)
        visit.campus.network.comeUp()
        visit.campus.pass(.seconds(30))
        #expect(try !visit.cardIsStopped())
        #expect(visit.campus.shelf.count == 0)
    }

    @Test("A report that is older than a day is dropped, not applied")
    func tooOld() throws {
        let visit = try Visit()
        try visit.leaveReport()
        #expect(try visit.outcome() == .lossWaiting)
        try visit.campus.cutPower(pause: .seconds(24 * 3_600 + 60))
        visit.campus.network.comeUp()
        visit.campus.pass(.seconds(30))
        #expect(try !visit.cardIsStopped())
        #expect(visit.campus.shelf.count == 0)
    }

    @Test("A student who thinks better of it leaves no report")
    func cancelled() throws {
        let visit = try Visit()
        try visit.leaveReport(by: .cancel)
        #expect(try visit.outcome() == .leftEarly)
        #expect(visit.campus.shelf.count == 0)
    }

    @Test("A store that goes away between login and report: the report waits")
    func awayAtReport() throws {
        let visit = try Visit()
        try visit.waitForService()
        visit.tap(.choose(.reportLoss))
        visit.campus.act(.logIn(CampusNames.student, CampusNames.password))
        try visit.wait("the question") { $0.name == "confirmingLoss" }
        visit.campus.network.goDown()
        visit.tap(.consent)
        #expect(try visit.outcome() == .lossWaiting)
        visit.campus.network.comeUp()
        visit.campus.pass(.seconds(30))
        #expect(try visit.cardIsStopped())
    }
}

extension Visit {
    /// With the store away: from the home page to the question, and its answer.
    fileprivate func leaveReport(
        password: CardPassword = CampusNames.password, by tap: Tap = .consent
    ) throws {
        try waitForService()
        campus.network.goDown()
        campus.pass(.seconds(20))
        self.tap(.choose(.reportLoss))
        campus.act(.logIn(CampusNames.student, password))
        try wait("the question") { $0.name == "confirmingLaterReport" }
        self.tap(tap)
    }

    /// What a student reads who comes for a new card: whether the lost one was reported before.
    fileprivate func cardIsStopped() throws -> Bool {
        if campus.phase != .idle { tap(.finish) }
        try waitForService()
        tap(.choose(.replaceLostCard))
        campus.act(.logIn(CampusNames.student, CampusNames.password))
        try wait("the review") { $0.name == "reviewing" }
        return try #require(campus.look().quote).alreadyReportedLost
    }

    /// The last paper, if it is about a loss.
    fileprivate var slip: LossReport? {
        guard case .lossReported(let report)? = campus.printer.papers.last?.content else {
            return nil
        }
        return report
    }
}
