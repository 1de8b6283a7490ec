internal import KioskPorts
internal import Synchronization

/// Wakes waiting transfers when something happened, without losing news that came between a look
/// and the wait.
final class NewsBoard: Sendable {
    private struct State {
        var edition = 0
        var nextReader = 0
        var readers: [Int: CheckedContinuation<Void, Never>] = [:]
        /// Readers whose time was over before they began to wait.
        var overdue: Set<Int> = []
    }

    private let state = Mutex(State())

    /// What a reader remembers before it looks at the world.
    var edition: Int { state.withLock { $0.edition } }

    func publish() {
        let readers = state.withLock { state in
            defer { state.readers = [:] }
            state.edition += 1
            return state.readers.sorted { $0.key < $1.key }.map(\.value)
        }
        for reader in readers { reader.resume() }
    }

    /// Until there is news after `edition`, or `pause` went by, or the task is cancelled.
    func wait(after edition: Int, atMost pause: Duration, _ clock: any KioskClock) async {
        let number = state.withLock { state in
            state.nextReader += 1
            return state.nextReader
        }
        // One child task, not two in a group: transfers wait far more often than anything else happens.
        async let _ = wake(number, after: pause, clock)
        await news(after: edition, number)
    }

    private func wake(_ number: Int, after pause: Duration, _ clock: any KioskClock) async {
        // Cancelled: the news has come, or the reader hears of its own cancellation.
        guard (try? await clock.sleep(for: pause)) != nil else { return }
        let reader = state.withLock { state in
            let reader = state.readers.removeValue(forKey: number)
            if reader == nil { state.overdue.insert(number) }
            return reader
        }
        reader?.resume()
    }

    private func news(after edition: Int, _ number: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                let waits = state.withLock { state in
                    let isOverdue = state.overdue.remove(number) != nil
                    guard state.edition == edition, !isOverdue, !Task.isCancelled else {
                        return false
                    }
                    state.readers[number] = reader
                    return true
                }
                if !waits { reader.resume() }
            }
        } onCancel: {
            state.withLock { $0.readers.removeValue(forKey: number) }?.resume()
        }
    }
}
