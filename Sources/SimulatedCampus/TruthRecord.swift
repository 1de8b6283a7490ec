package import Simulator
import Synchronization

/// What really happened to every card, as the machine's own record has it.
package final class TruthRecord: Sendable {
    private let entries = Mutex<[TruthEntry]>([])
    func append(_ more: [TruthEntry]) { entries.withLock { $0 += more } }
    package var all: [TruthEntry] { entries.withLock { $0 } }
}
