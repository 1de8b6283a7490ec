import CampusCard
import CentralStore
import Foundation
import Journal
import KioskCore
import KioskPorts
import SimulatedCampus
import Simulator
import Testing

@testable import KioskRuntime

/// A student's visit to a simulated campus, in the words of the tests.
struct Visit {
    let campus: Campus

    init(_ change: (inout CampusSettings) -> Void = { _ in }) throws {
        var settings = CampusSettings()
        change(&settings)
        if ProcessInfo.processInfo.environment["KIOSK_CAMPUS_LOG"] != nil {
            settings.log = { print("   ", $0) }
        }
        campus = try Campus(
            settings,
            folder: FileManager.default.temporaryDirectory
                .appending(path: "kiosk-campus-\(UUID().uuidString)"))
    }

    func wait(
        _ what: String, atMost limit: Duration = .seconds(180),
        at place: SourceLocation = #_sourceLocation, until fits: (Phase) -> Bool
    ) throws {
        guard campus.wait(atMost: limit, until: fits) else {
            let seen = campus.look()
            Issue.record(
                "\(what): still \(seen.state.phase) after \(limit), \(seen.reasons.map(\.reason))",
                sourceLocation: place)
            throw NeverCame(what: what)
        }
    }

    struct NeverCame: Error { let what: String }

    func tap(_ tap: Tap, at place: SourceLocation = #_sourceLocation) {
        let reply = campus.act(.tap(tap))
        if case .accepted = reply { return }
        Issue.record("\(tap): \(reply) in \(campus.phase)", sourceLocation: place)
    }

    func waitForService(at place: SourceLocation = #_sourceLocation) throws {
        try wait("a machine in service", at: place) {
            $0 == .idle && campus.look().state.readiness.canReplace
        }
    }

    /// From the home page to the consent page.
    func identify() throws {
        try waitForService()
        tap(.choose(.replaceLostCard))
        campus.act(.logIn(CampusNames.student, CampusNames.password))
        try wait("the review") { $0.name == "reviewing" }
        tap(.goOn)
    }

    func consent() throws {
        try identify()
        tap(.consent)
    }

    /// What the last page says.
    func outcome(
        atMost limit: Duration = .seconds(300), at place: SourceLocation = #_sourceLocation
    ) throws -> Outcome {
        var found: Outcome?
        try wait("the last page", atMost: limit, at: place) { phase in
            if case .showing(let outcome, _) = phase { found = outcome }
            return found != nil
        }
        return try #require(found)
    }

    /// The case at hand, remembered before the page goes.
    var caseID: CaseID { get throws { try #require(campus.look().caseID) } }

    /// After the outbox had time to empty, the store stands like this, and the books balance.
    func expect(
        _ caseID: CaseID, _ stage: CaseStage, _ money: MoneyEnd,
        at place: SourceLocation = #_sourceLocation
    ) throws {
        campus.pass(.seconds(30))
        let standing = try campus.standing(of: caseID)
        #expect(standing?.stage == stage, sourceLocation: place)
        #expect(standing?.money == money, sourceLocation: place)
        try expectBooks(at: place)
    }

    /// K6: the sums balance, and no card is anywhere but where the machine really has it.
    func expectBooks(at place: SourceLocation = #_sourceLocation) throws {
        let sums = try campus.journal.stock()
        let machine = campus.machine.contents(now: campus.clock.monotonic()).machine
        #expect(
            sums.loaded == sums.remaining + sums.inPath + sums.delivered + sums.retained
                + sums.writtenOff + sums.unaccounted, sourceLocation: place)
        #expect(machine.withPerson.count >= sums.delivered, sourceLocation: place)
        #expect(machine.bin.count >= sums.retained, sourceLocation: place)
        #expect(
            try Operator(campus.store).ledger(newest: 10).differences == [], sourceLocation: place)
        #expect(try Operator(campus.store).quarantine() == [], sourceLocation: place)
    }
}
