import CampusCard
import CentralStore
import Journal
import KioskCore
import KioskPorts
import SimulatedCampus
import Simulator
import Testing

/// Goal: a backup that is put back costs nobody a card or a yuan, and nobody gets two usable cards (K1–K8, K12). Method:
/// the whole stack on virtual time: two visits, a backup from before, between, within or after them, and a visit more.
@Suite(.serialized) struct StoreRestoreTests {
    /// When the backup was taken.
    enum Moment: String, CaseIterable {
        case beforeAll, opened, encoding, atExit, betweenVisits, afterBoth
    }

    @Test(
        "Two visits, then a backup of any moment is put back: all is as if it had never been lost",
        arguments: Moment.allCases, [true, false])
    func replayed(moment: Moment, announced: Bool) throws {
        let visit = try Visit {
            $0.replacementLimit = 5
            $0.blanks = 6
        }
        let told = try visit.tell(backupAt: moment)
        try visit.campus.restoreStore(from: told.backup, announced: announced)
        try visit.waitForService()
        for caseID in told.cases { try visit.expect(caseID, .delivered, .captured) }
        try visit.expectOneUsableCard()
        #expect(try Operator(visit.campus.store).conflicts(closedToo: true) == [])
        let replay = try Operator(visit.campus.store).replay()
        #expect(replay.number == (announced || moment != .afterBoth ? 2 : 1))
        #expect(replay.replayedAt != nil)
        let third = try visit.replace()
        try visit.expect(third, .delivered, .captured)
        #expect(try visit.spent() == 3 * 2_000)
        try visit.expectOneUsableCard()
        #expect(try visit.campus.journal.outbox(limit: 1) == [])
    }

    @Test("What a store took before it was restored, and says after it, is not believed")
    func lateAnswer() throws {
        let visit = try Visit()
        let campus = visit.campus
        try visit.waitForService()
        let backup = try campus.backUpStore()
        // Longer than to the next heartbeat, shorter than the deadline.
        campus.network.plan(.slow(.seconds(6)), on: .pushEvents)
        try visit.consent()
        try visit.wait("feeding") { $0.name == "feeding" }
        campus.pass(.milliseconds(100))
        #expect(campus.network.carried.contains(.pushEvents))
        try campus.restoreStore(from: backup)
        _ = try visit.outcome()
        campus.pass(.seconds(60))
        // A kiosk that believed it would want more than the store has: a sign of another restore.
        #expect(try Operator(campus.store).replay().number == 2)
        #expect(try campus.journal.outbox(limit: 1).isEmpty)
    }

    @Test("While another kiosk has not been heard the screen says why, and a loss can be reported")
    func waiting() throws {
        let visit = try Visit()
        try Operator(visit.campus.store).setKiosk(
            KioskID(validated: "K-02"), inService: true, why: nil)
        let backup = try visit.campus.backUpStore()
        try visit.waitForService()
        try visit.campus.restoreStore(from: backup)
        try visit.wait("the reason") { _ in
            visit.campus.look().reasons.map(\.reason) == [.storeReplaying]
        }
        #expect(visit.campus.look().state.readiness.canReportLoss)
        #expect(!visit.campus.look().state.readiness.canReplace)
        visit.tap(.choose(.reportLoss))
        visit.campus.act(.logIn(CampusNames.student, CampusNames.password))
        try visit.wait("the question") { $0.name == "confirmingLoss" }
        visit.tap(.consent)
        #expect(try visit.outcome() == .lossReported)
        visit.tap(.finish)
        try Operator(visit.campus.store).giveUpReplay(
            of: KioskID(validated: "K-02"), who: "Zhao", why: "stolen")
        try visit.waitForService()
    }

    @Test(
        "A store that is restored while a case runs ends the case, and the books agree",
        arguments: ["feeding", "encoding", "committing", "awaitingPickup", "showing"])
    func inMidCase(phase: String) throws {
        let visit = try Visit()
        try visit.waitForService()
        let backup = try visit.campus.backUpStore()
        try visit.consent()
        try visit.wait(phase) { $0.name == phase }
        let caseID = try visit.caseID
        try visit.campus.restoreStore(from: backup)
        let outcome = try visit.outcome()
        visit.campus.pass(.seconds(60))
        let standing = try #require(try visit.campus.standing(of: caseID))
        switch outcome {
        case .delivered:
            #expect(standing.stage == .delivered && standing.money == .captured)
        default:
            #expect([.abandoned, .voided].contains(standing.stage))
            #expect(standing.money == .released)
        }
        try visit.expectBooks()
        try visit.expectOneUsableCard()
    }

    @Test("A power cut of the kiosk in the middle of its replay loses nothing")
    func powerCut() throws {
        let visit = try Visit { $0.replacementLimit = 5 }
        let told = try visit.tell(backupAt: .beforeAll)
        visit.campus.network.plan(.swallowAnswer, on: .pushEvents, times: 2)
        try visit.campus.restoreStore(from: told.backup)
        visit.campus.pass(.seconds(6))
        try visit.campus.cutPower()
        try visit.waitForService()
        for caseID in told.cases { try visit.expect(caseID, .delivered, .captured) }
    }
}

extension Visit {
    /// Two visits, and a backup of one moment of them.
    fileprivate func tell(
        backupAt moment: StoreRestoreTests.Moment
    ) throws -> (backup: String, cases: [CaseID]) {
        var backup: String?
        func take(_ now: StoreRestoreTests.Moment) throws {
            if now == moment { backup = try campus.backUpStore() }
        }
        try waitForService()
        try take(.beforeAll)
        try consent()
        try wait("feeding") { $0.name == "feeding" }
        try take(.opened)
        try wait("encoding") { $0.name == "encoding" }
        try take(.encoding)
        try wait("the card at the exit") { $0.name == "awaitingPickup" }
        try take(.atExit)
        let first = try finish()
        campus.pass(.seconds(10))
        try take(.betweenVisits)
        let second = try replace()
        campus.pass(.seconds(10))
        try take(.afterBoth)
        return (try #require(backup), [first, second])
    }

    /// A whole visit that ends with the card.
    fileprivate func replace() throws -> CaseID {
        try consent()
        return try finish()
    }

    private func finish() throws -> CaseID {
        #expect(try outcome() == .delivered)
        let id = try caseID
        tap(.finish)
        return id
    }

    /// What the student has paid in fees, in fen.
    fileprivate func spent() throws -> Int64 {
        let fees = try Operator(campus.store).ledger(newest: 1).school.first
        return try #require(fees).balance.fen
    }

    /// K1, asked of the tables.
    fileprivate func expectOneUsableCard(at place: SourceLocation = #_sourceLocation) throws {
        let cards = try Operator(campus.store).account(CampusNames.student).cards
        #expect(cards.count(where: \.isUsable) <= 1, sourceLocation: place)
    }
}
