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
    /// Appends of a visit without a cut, from the start of the kiosk to the last page.
    static func appends(_ story: CutStory) throws -> Int {
        let visit = try story.visit()
        visit.runUntilCut(story)
        #expect(visit.campus.phase.name == "showing", "\(story) never came to its last page")
        return visit.campus.cutting.appendCount
    }

    /// A story, and on which side of each append power fails.
    struct Boundary: Sendable, CustomTestStringConvertible {
        let story: CutStory
        let keepsAppend: Bool
        var side: String { keepsAppend ? "after" : "before" }
        var testDescription: String { "\(side) every append of \(story)" }
    }

    /// The short form forgets the last deed in those stories only that end in different places.
    static let boundaries =
        CutStory.allCases.map { Boundary(story: $0, keepsAppend: true) }
        + (Extent.isLong ? CutStory.allCases : [.taken, .notTaken, .commitUnanswered]).map {
            Boundary(story: $0, keepsAppend: false)
        }

    @Test(
        "Power fails at every append of a visit: its rows are the last, or the first to be lost",
        arguments: boundaries)
    func everyBoundary(_ boundary: Boundary) throws {
        let story = boundary.story
        let count = try Self.appends(story)
        #expect(count > 4)
        var endings: [String: Int] = [:]
        for cut in 1...count {
            let visit = try story.visit(cutAfterAppends: [cut], keepsAppend: boundary.keepsAppend)
            visit.runUntilCut(story)
            try #require(visit.campus.cutting.isCut, "the visit never came to append \(cut)")
            try visit.campus.cutPower()
            visit.campus.network.comeUp()
            try visit.expectRest("\(story), cut \(boundary.side) append \(cut) of \(count)")
            let standing = try visit.cases().first?.standing
            endings[standing.map { "\($0.stage) \($0.money)" } ?? "no case", default: 0] += 1
        }
        print(
            "power cuts: \(count) boundaries, \(boundary.side), \(story):",
            endings.sorted { $0.key < $1.key })
    }

    @Test(
        "Power fails at any moment of a visit: a motor runs, a call is on its way",
        arguments: Extent.isLong ? CutStory.allCases : [.taken, .notTaken])
    func everyMoment(story: CutStory) throws {
        let whole = try story.visit()
        whole.runUntilCut(story)
        let end = whole.campus.clock.monotonic()
        let step = Duration.milliseconds(Extent.isLong ? 110 : 1_730)
        var moment = step
        var moments = 0
        while moment < end {
            let visit = try story.visit()
            visit.runUntilCut(story, at: moment)
            visit.campus.cutting.cut()
            try visit.campus.cutPower()
            visit.campus.network.comeUp()
            try visit.expectRest("\(story), cut at \(moment) of \(end)")
            moment += step
            moments += 1
        }
        print("power cuts: \(moments) moments of \(end), \(story)")
        #expect(moments > 5)
    }

    @Test("Power fails again during the recovery, after every append of it")
    func twiceInARow() throws {
        let stories = Extent.isLong ? CutStory.allCases : [.taken]
        var runs = 0
        for story in stories {
            let count = try Self.appends(story)
            let firsts = Extent.isLong ? Array(1...count) : [12, 18, 24, 30].filter { $0 <= count }
            for first in firsts {
                for second in 1...(Extent.isLong ? 6 : 3) {
                    let visit = try story.visit(cutAfterAppends: [first, second])
                    visit.runUntilCut(story)
                    try visit.campus.cutPower()
                    visit.campus.network.comeUp()
                    visit.campus.pass(.seconds(60))
                    try visit.campus.cutPower()
                    try visit.expectRest(
                        "\(story), cut after append \(first), then \(second) of the recovery")
                    runs += 1
                }
            }
        }
        print("power cuts in recovery: \(runs) runs")
    }
}

/// The visits whose every boundary is cut: together they come through every kind of row that a case writes.
enum CutStory: CaseIterable {
    case taken, notTaken
    /// The first blank goes to the bin before the commit, the second one to the student.
    case oneBadBlank
    case twoBadBlanks
    case cancelledWhileEncoding
    case jamOnTheWayIn, jamOnTheWayOut
    /// The commit arrives, its answer does not, and the store stays silent.
    case commitUnanswered
    case lossReported
    /// The store is away: the report waits, sealed.
    case lossWaiting

    func visit(cutAfterAppends: [Int] = [], keepsAppend: Bool = true) throws -> Visit {
        let visit = try Visit {
            $0.cutAfterAppends = cutAfterAppends
            $0.cutKeepsAppend = keepsAppend
            $0.person = self == .notTaken ? .absent : .takes(after: .seconds(3))
            $0.faults = faults
        }
        if self == .commitUnanswered {
            visit.campus.network.plan(.swallowAnswer, on: .commit, times: 50)
            visit.campus.network.plan(.swallowRequest, on: .get, times: 500)
        }
        return visit
    }

    private var faults: [PlannedFault] {
        switch self {
        case .oneBadBlank: [PlannedFault(.badBlank)]
        case .twoBadBlanks: [PlannedFault(.badBlank), PlannedFault(.badBlank, ordinal: 2)]
        case .jamOnTheWayIn: [PlannedFault(.jamToReadPosition)]
        case .jamOnTheWayOut: [PlannedFault(.jamToExit)]
        case .taken, .notTaken, .cancelledWhileEncoding, .commitUnanswered, .lossReported,
            .lossWaiting:
            []
        }
    }

    private var job: Job {
        switch self {
        case .lossReported, .lossWaiting: .reportLoss
        case .taken, .notTaken, .oneBadBlank, .twoBadBlanks, .cancelledWhileEncoding,
            .jamOnTheWayIn, .jamOnTheWayOut, .commitUnanswered:
            .replaceLostCard
        }
    }

    /// What the student does on a page; nil to wait.
    func action(on phase: String, _ campus: Campus) -> ScreenAction? {
        switch phase {
        case "idle":
            if self == .lossWaiting { campus.network.goDown() }
            return campus.look().state.readiness.allows(job) ? .tap(.choose(job)) : nil
        case "entering": return .logIn(CampusNames.student, CampusNames.password)
        case "reviewing": return .tap(.goOn)
        case "consenting", "confirmingLoss", "confirmingLaterReport": return .tap(.consent)
        case "encoding": return self == .cancelledWhileEncoding ? .tap(.cancel) : nil
        case _: return nil
        }
    }
}

extension Visit {
    /// The student goes on as long as there is power, to the last page or to the moment.
    func runUntilCut(_ story: CutStory, at moment: Duration = .seconds(1_000)) {
        let end = min(moment, campus.clock.monotonic() + .seconds(400))
        var left = false
        while !campus.cutting.isCut, campus.clock.monotonic() < end {
            let phase = campus.phase.name
            if phase == "showing" { return }
            // A wish to leave stands: it is not said twice.
            if !(left && phase == "encoding"), let action = story.action(on: phase, campus) {
                campus.act(action)
                left = phase == "encoding"
            }
            campus.pass(min(.milliseconds(200), end - campus.clock.monotonic()))
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
