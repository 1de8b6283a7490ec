package import CampusCard
import Synchronization

/// Counts the troubles that a kiosk has dealt with. Every part that deals with some is handed the one counter, and
/// counts in the line that deals with it: so a count is also the proof that this line was reached.
package final class TroubleCounter: Sendable {
    private let tally = Mutex(Tally<Trouble>())

    package init() {}

    package func count(_ trouble: Trouble) { tally.withLock { $0.add(trouble) } }

    /// Since the counter was made.
    package var soFar: Tally<Trouble> { tally.withLock { $0 } }
}
