package import Simulator
import Synchronization

/// What really happened to every card, as the machine's own record has it.
package final class TruthRecord: Sendable {
    private let entries = Mutex<[TruthEntry]>([])
    private let observer = Mutex(Observer())

    /// A closure that a mutex holds by itself is wrapped once more at each access; in a structure it is not.
    private struct Observer {
        var tell: (@Sendable (TruthEntry) -> Void)?
    }

    func append(_ more: [TruthEntry]) {
        entries.withLock { $0 += more }
        guard let tell = observer.withLock({ $0.tell }) else { return }
        for entry in more { tell(entry) }
    }

    package var all: [TruthEntry] { entries.withLock { $0 } }

    /// Tells of each entry in the instant in which it happens. The observer must not call the machine.
    func onEntry(_ observer: @escaping @Sendable (TruthEntry) -> Void) {
        self.observer.withLock { $0.tell = observer }
    }
}
