import Synchronization

/// Where the virtual time of visits went.
package final class TimeMeter: Sendable {
    /// What the controller waited for.
    package enum Share: Hashable, Sendable, CaseIterable {
        case motors, card, store
    }

    private let sums = Mutex<[Share: Duration]>([:])

    package init() {}

    func add(_ duration: Duration, to share: Share) {
        sums.withLock { $0[share, default: .zero] += duration }
    }

    /// The time spent so far.
    package func total(_ share: Share) -> Duration {
        sums.withLock { $0[share, default: .zero] }
    }
}
