import CampusCard
import CentralStore
import Journal
import KioskCore
import KioskPorts
import SimulatedCampus
import Simulator
import Testing

/// Goal: a power cut at any boundary of the journal loses no card and no yuan (K1–K8, K13). Method: a visit is cut right
/// after each append in turn; after the restart the case is at rest, the books balance, and the store's view agrees with
/// where the card really is.
@Suite(.serialized) struct PowerCutTests {
    /// Appends of an undisturbed visit, from the start of the kiosk to the last page.
    static func appends(person: PersonBehaviour) throws -> Int {
        let visit = try Visit { $0.person = person }
        try visit.consent()
        _ = try visit.outcome()
        return visit.campus.cutting.appendCount
    }

    @Test(
        "Power fails after every append of a visit",
        arguments: [PersonBehaviour.takes(after: .seconds(3)), .absent])
    func everyBoundary(person: PersonBehaviour) throws {
        let count = try Self.appends(person: person)
        #expect(count > 20)
        var endings: [String: Int] = [:]
        for cut in 1...count {
            let visit = try Visit {
                $0.person = person
                $0.cutAfterAppends = [cut]
            }
            visit.runUntilCut()
            try #require(visit.campus.cutting.isCut, "the visit never came to append \(cut)")
            try visit.campus.cutPower()
            try visit.expectRest("cut after append \(cut) of \(count)")
            let standing = try visit.cases().first?.standing
            endings[standing.map { "\($0.stage) \($0.money)" } ?? "never begun", default: 0] += 1
        }
        print(
            "power cuts: \(count) boundaries, \(person.name):", endings.sorted { $0.key < $1.key })
    }

    @Test("Power fails again during the recovery, after every append of it")
    func twiceInARow() throws {
        let count = try Self.appends(person: .takes(after: .seconds(3)))
        let firsts = Extent.isLong ? Array(1...count) : [12, 18, 24, 30].filter { $0 <= count }
        var runs = 0
        for first in firsts {
            for second in 1...(Extent.isLong ? 6 : 3) {
                let visit = try Visit { $0.cutAfterAppends = [first, second] }
                visit.runUntilCut()
                try visit.campus.cutPower()
                visit.campus.pass(.seconds(60))
                try visit.campus.cutPower()
                try visit.expectRest("cut after append \(first), then \(second) of the recovery")
                runs += 1
            }
        }
        print("power cuts in recovery: \(runs) runs")
    }
}

extension Visit {
    /// The student goes on as long as there is power.
    func runUntilCut() {
        let end = campus.clock.monotonic() + .seconds(400)
        while !campus.cutting.isCut, campus.clock.monotonic() < end {
            switch campus.phase.name {
            case "idle" where campus.look().state.readiness.canReplace:
                campus.act(.tap(.choose(.replaceLostCard)))
            case "entering": campus.act(.logIn(CampusNames.student, CampusNames.password))
            case "reviewing": campus.act(.tap(.goOn))
            case "consenting": campus.act(.tap(.consent))
            case "showing": return
            case _: break
            }
            campus.pass(.milliseconds(200))
        }
    }

    /// After the restart nothing is open, and paper and world agree.
    func expectRest(_ what: Comment, at place: SourceLocation = #_sourceLocation) throws {
        let home = campus.wait(atMost: .seconds(120)) { $0 == .idle }
        #expect(home, what, sourceLocation: place)
        campus.pass(.seconds(60))
        #expect(try campus.journal.unfinishedCase() == nil, what, sourceLocation: place)
        #expect(try campus.journal.outbox(limit: 1) == [], what, sourceLocation: place)
        try expectBooks(at: place)
        try expectTruth(what, at: place)
    }

    /// K3, K4: money follows the card's true place, or waits for a person.
    private func expectTruth(_ what: Comment, at place: SourceLocation) throws {
        let machine = campus.machine.contents(now: campus.clock.monotonic()).machine
        let suspects = try Operator(campus.store).suspects(resolvedToo: false).map(\.caseID)
        for view in try cases() {
            let (stage, money) = (view.standing.stage, view.standing.money)
            switch stage {
            case .delivered:
                #expect(
                    money == .captured && machine.withPerson.count == 1, what, sourceLocation: place
                )
            case .voided, .abandoned:
                #expect(money == .released || money == .none, what, sourceLocation: place)
                #expect(machine.withPerson.isEmpty, what, sourceLocation: place)
            case .committed:
                #expect(money == .held && suspects.contains(view.id), what, sourceLocation: place)
            case .opened, .bound, .unheard:
                Issue.record("case \(view.id) was left \(stage): \(what)", sourceLocation: place)
            }
        }
    }

    func cases() throws -> [CaseView] {
        var ids = Set<String>()
        try JournalReader(path: campus.journalPath).forEachRow { row in
            if let caseID = row.caseID { ids.insert(caseID) }
        }
        return try ids.sorted().compactMap { id in
            try Operator(campus.store).showCase(CaseID(validated: id))
        }
    }
}
