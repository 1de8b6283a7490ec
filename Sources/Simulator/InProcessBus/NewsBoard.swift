internal import KioskPorts
internal import Synchronization

/// Wakes waiting transfers when something happened, without losing news that came between a look
/// and the wait.
final class NewsBoard: Sendable {
    private struct State {
        var edition = 0
        var nextReader = 0
        var readers: [Int: CheckedContinuation<Void, Never>] = [:]
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
        await withTaskGroup(of: Void.self) { group in
            // A cancelled sleep is a reason to look again, as the end of it is.
            group.addTask { try? await clock.sleep(for: pause) }
            group.addTask { await self.news(after: edition) }
            await group.next()
            group.cancelAll()
        }
    }

    private func news(after edition: Int) async {
        let number = state.withLock { state in
            state.nextReader += 1
            return state.nextReader
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                let waits = state.withLock { state in
                    guard state.edition == edition, !Task.isCancelled else { return false }
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
