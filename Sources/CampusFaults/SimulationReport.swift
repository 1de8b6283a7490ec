/// What worlds have shown; reports of parts add up to the report of the whole.
package struct SimulationReport: Hashable, Sendable, Codable {
    package private(set) var worlds = 0
    package private(set) var cases = 0
    package private(set) var endings: [String: Int] = [:]
    package private(set) var faults = FaultCounts()
    /// How often each invariant was checked, by its name.
    package private(set) var checks: [String: Int] = [:]
    /// What the code said that it dealt with, by name.
    package private(set) var troubles: [String: Int] = [:]
    package private(set) var breaks: [Break] = []
    package private(set) var simulatedSeconds = 0.0

    package init() {}

    /// The report of one world.
    package init(faults: FaultCounts, simulatedSeconds: Double) {
        worlds = 1
        self.faults = faults
        self.simulatedSeconds = simulatedSeconds
    }

    /// A case came to rest.
    package mutating func count(ending: String) {
        cases += 1
        endings[ending, default: 0] += 1
    }

    package mutating func count(_ invariant: Invariant, checked times: Int) {
        checks[invariant.rawValue, default: 0] += times
    }

    /// The code said so often that it dealt with this.
    package mutating func count(trouble: String, times: Int) {
        troubles[trouble, default: 0] += times
    }

    package mutating func add(_ found: Break) { breaks.append(found) }

    /// The breaks once they were shrunk.
    package mutating func replaceBreaks(_ found: [Break]) { breaks = found }

    package static func += (left: inout SimulationReport, right: SimulationReport) {
        left.worlds += right.worlds
        left.cases += right.cases
        left.endings.merge(right.endings, uniquingKeysWith: +)
        left.faults += right.faults
        left.checks.merge(right.checks, uniquingKeysWith: +)
        left.troubles.merge(right.troubles, uniquingKeysWith: +)
        left.breaks += right.breaks
        left.simulatedSeconds += right.simulatedSeconds
    }
}
