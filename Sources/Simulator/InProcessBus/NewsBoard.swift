internal import KioskPorts
internal import Synchronization

/// Wakes waiting transfers when something happened, without losing news that came between a look
/// and the wait.
final class NewsBoard: Sendable {
    private struct State {
        var edition = 0
        var nextReader = 0
        var readers: [(number: Int, wake: @Sendable () -> Void)] = []
    }

    private let state = Mutex(State())

    /// What a reader remembers before it looks at the world.
    var edition: Int { state.withLock { $0.edition } }

    func publish() {
        let readers = state.withLock { state in
            state.edition += 1
            defer { state.readers.removeAll(keepingCapacity: true) }
            return state.readers
        }
        for reader in readers { reader.wake() }
    }

    /// Until there is news after `edition`, or `pause` went by, or the task is cancelled.
    func wait(after edition: Int, atMost pause: Duration, _ clock: any KioskClock) async {
        // Transfers wait far more often than anything else happens: on virtual time without a task for each.
        if let clock = clock as? VirtualClock {
            await sleep(after: edition, atMost: pause, on: clock.executor)
        } else {
            await race(after: edition, pause, clock)
        }
    }

    private func sleep(
        after edition: Int, atMost pause: Duration, on executor: VirtualExecutor
    ) async {
        // Cancelled: the reader hears of it itself.
        try? await executor.sleep(until: executor.now + pause) { sleeper in
            add(after: edition) { executor.wake(sleeper) } != nil
        }
    }

    private func race(after edition: Int, _ pause: Duration, _ clock: any KioskClock) async {
        let sleeper = Task { try await clock.sleep(for: pause) }
        guard let number = add(after: edition, { sleeper.cancel() }) else {
            return sleeper.cancel()
        }
        await withTaskCancellationHandler {
            // Woken by news or by its own cancellation, or its time is over.
            _ = await sleeper.result
        } onCancel: {
            sleeper.cancel()
        }
        state.withLock { $0.readers.removeAll { $0.number == number } }
    }

    /// - Returns: the reader's number; nil when there is news already.
    private func add(after edition: Int, _ wake: @escaping @Sendable () -> Void) -> Int? {
        state.withLock { state in
            guard state.edition == edition else { return nil }
            state.nextReader += 1
            state.readers.append((state.nextReader, wake))
            return state.nextReader
        }
    }
}
