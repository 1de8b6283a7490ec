import CampusCard
import Testing

@testable import KioskCore

/// Goal: no wait is without an end (K11), and no pair of faults leads where nothing leads home. Method: the graph of all
/// places, in which the world says only what it owes; times are those of the real controller and its drivers.
@Suite struct WaitTests {
    let graph = WorldGraph.complete

    @Test("The whole graph with what the world owes is finite, and its size is known")
    func sizeIsKnown() {
        let byFaults = (0...Place.faultLimit).map { count in
            graph.places.count { $0.faults == count }
        }
        print(
            "core with its world: \(graph.places.count) places, \(graph.stepCount) edges;",
            "reached without a fault \(byFaults[0]), with one \(byFaults[1]),",
            "with two or more \(byFaults[2])")
        #expect(byFaults.allSatisfy { $0 > 500 })
    }

    @Test("Whoever is not at home is owed something: a timer, an answer, the end of a work")
    func nobodyWaitsForNothing() {
        for place in graph.places {
            switch place.state.phase {
            case .starting, .idle: continue
            default:
                if !place.isOwedSomething { Issue.record("nothing is due in \(place)") }
            }
        }
    }

    @Test("A timer that runs belongs to the phase: none is left behind at home")
    func noTimerIsLeftBehind() {
        for place in graph.places where place.state.phase == .idle {
            if !place.timers.isEmpty { Issue.record("\(place.timers) run at home") }
            if place.call != nil || place.work != nil { Issue.record("work goes on at home") }
        }
    }

    @Test("The devices are given one work at a time, the store one call")
    func oneThingAtATime() {
        for (number, place) in graph.places.enumerated() {
            for step in graph.steps[number] {
                let commands = place.state.on(step.event).commands
                let works = commands.count { $0.isWork }
                let before = place.work != nil && !step.event.endsWork
                if works > 1 || works == 1 && before {
                    Issue.record("two works on \(step.event) in \(place)")
                }
                let calls = commands.count(where: \.isCall)
                if calls > 1 || calls == 1 && place.call != nil && !step.event.endsCall {
                    Issue.record("two calls on \(step.event) in \(place)")
                }
            }
        }
    }

    @Test(
        "From every place, after every pair of faults, home is reached when no further one strikes")
    func pairsOfFaultsLeadHome() {
        var leadsHome = graph.places.map { $0.state.phase == .idle }
        var incoming: [[Int]] = Array(repeating: [], count: graph.places.count)
        for (number, steps) in graph.steps.enumerated() {
            for step in steps where !step.event.isFault { incoming[step.to].append(number) }
        }
        var queue = leadsHome.indices.filter { leadsHome[$0] }
        while let number = queue.popLast() {
            for before in incoming[number] where !leadsHome[before] {
                leadsHome[before] = true
                queue.append(before)
            }
        }
        let lost = leadsHome.indices.filter { !leadsHome[$0] }
        #expect(lost.isEmpty, "\(lost.prefix(3).map { graph.places[$0] })")
    }

    @Test("Left alone, the machine is at home within 15 minutes, whatever goes wrong meanwhile")
    func everyWaitIsBounded() throws {
        var longest = LongestWaits(graph)
        let seconds = try graph.places.indices.map { try longest.seconds(from: $0) }.max() ?? 0
        print("longest wait until home without anybody's tap: \(seconds) s")
        #expect(seconds < 15 * 60)
        #expect(seconds > 60)
    }
}

/// The longest way home when nobody taps: every answer takes its whole time, every fault strikes that makes it longer.
private struct LongestWaits {
    private let graph: WorldGraph
    private var known: [Int: Int] = [:]
    private var open: Set<Int> = []

    init(_ graph: WorldGraph) { self.graph = graph }

    /// A wait that leads back into itself.
    struct Endless: Error { let place: Place }

    mutating func seconds(from number: Int) throws -> Int {
        let place = graph.places[number]
        if place.state.phase == .idle { return 0 }
        if let seconds = known[number] { return seconds }
        guard open.insert(number).inserted else { throw Endless(place: place) }
        defer { open.remove(number) }
        var longest = 0
        for step in graph.steps[number] where step.event.isDueAlone(in: place) {
            let rest = try seconds(from: step.to)
            longest = max(longest, step.event.seconds(in: place) + rest)
        }
        known[number] = longest
        return longest
    }
}

extension Event {
    /// It comes without a person, and is no question that the deadline of all questions bounds.
    fileprivate func isDueAlone(in place: Place) -> Bool {
        switch self {
        case .tapped, .readinessChanged: return false
        case .recovered, .timerFired, .device, .printer, .shelf: break
        case .store: break
        }
        // Questions after an unanswered commit go round until their deadline, which is counted whole.
        guard case .askingStore(let asking) = place.state.phase, asking != .lastAnswer else {
            return true
        }
        return self == .timerFired(.askDeadline)
    }

    /// The most that is waited for this.
    fileprivate func seconds(in place: Place) -> Int {
        switch self {
        case .timerFired(let name):
            switch name {
            case .quiet: 60
            case .countdown: 20
            case .pickup: 30
            case .askAgain: 5
            case .askDeadline: 60
            case .printing: 20
            }
        case .store: place.call == .commit ? 15 : 10
        // Twenty seconds for a dispenser or reader that was pulled, then a motion and its questions.
        case .device: 20 + 20
        case .printer: 20
        case .shelf: 1
        case .recovered: 60
        case .tapped, .readinessChanged: 0
        }
    }

    fileprivate var endsWork: Bool {
        guard case .device(let told) = self else { return false }
        if case .exitCleared = told { return false }
        return true
    }

    fileprivate var endsCall: Bool { if case .store = self { true } else { false } }
}

extension Command {
    fileprivate var isWork: Bool {
        switch self {
        case .feedBlank, .readBlank, .encode, .presentCard, .retainCard: true
        case .call, .watchExit, .stopWatchingExit, .publish, .printSlip, .keepReport, .startTimer,
            .cancelTimer, .beginCase, .endCase, .forgetStudent:
            false
        }
    }
}
