import Synchronization

/// The last USB messages of all devices, the newest first. What is polled over and over takes one
/// line with a count.
package final class TrafficLog: Sendable {
    private let limit: Int
    private let changed: @Sendable () -> Void
    private let lines = Mutex<[TrafficLine]>([])

    /// How far back the same message counts as a repetition: a question and its answer.
    private static let reach = 4

    /// - Parameter changed: called after each message; it must not call a device model.
    package init(limit: Int, changed: @escaping @Sendable () -> Void) {
        precondition(limit > 0, "a log keeps at least one line")
        self.limit = limit
        self.changed = changed
    }

    func add(_ line: TrafficLine) {
        lines.withLock { lines in
            var line = line
            let near = lines.prefix(Self.reach)
            if let index = near.firstIndex(where: { $0.isRepeated(by: line) }) {
                line.times = lines[index].times + 1
                lines.remove(at: index)
            }
            lines = Array(([line] + lines).prefix(limit))
        }
        changed()
    }

    package var newestFirst: [TrafficLine] { lines.withLock { $0 } }
}
