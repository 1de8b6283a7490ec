import Synchronization

/// The last things that happened, the newest first: for people who watch. The whole record is the
/// auditor's.
package final class RecentEvents<Event: Sendable>: Sendable {
    private let limit: Int
    private let events = Mutex<[Event]>([])

    /// - Parameter limit: how many are kept.
    package init(limit: Int) {
        precondition(limit > 0, "recent events keep at least one")
        self.limit = limit
    }

    /// Adds events in the order in which they happened.
    package func add(_ new: [Event]) {
        events.withLock { $0 = Array((new.suffix(limit).reversed() + $0).prefix(limit)) }
    }

    package var newestFirst: [Event] { events.withLock { $0 } }
}
