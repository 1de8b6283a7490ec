import Synchronization

/// Waits for the log line in which a kiosk names the row of its recovery table.
final class RecoveryWatch: Sendable {
    private struct Times {
        var start: ContinuousClock.Instant?
        var decision: ContinuousClock.Instant?
    }
    private let times = Mutex(Times())

    /// The start is now.
    func begin() { times.withLock { $0 = Times(start: .now) } }

    /// Takes a line of the kiosk's log.
    func hear(_ line: String) {
        guard line.contains("recovering case") else { return }
        times.withLock { $0.decision = $0.decision ?? .now }
    }

    /// From the start to the decision.
    func decided() throws -> Duration {
        let (start, decision) = times.withLock { ($0.start, $0.decision) }
        guard let start, let decision else { throw BenchFailure(phase: "a start without recovery") }
        return decision - start
    }
}
