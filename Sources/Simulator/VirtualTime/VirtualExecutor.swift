import Glibc

/// One thread, one seed, one virtual clock: runs tasks in an order that the seed decides, and repeats it exactly.
///
/// A job is picked from those that are ready; time moves only when none is. Everything under simulation runs in tasks
/// that prefer this executor; a job that reaches it from another thread escaped the simulation, which is a programming
/// error and ends the run.
package final class VirtualExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
    // Everything below is used on the one thread only; `assertHome` checks it.
    private var ready: [UnownedJob] = []
    private var alarms = AlarmQueue()
    private var sleepers: [Int: UnsafeContinuation<Void, any Error>] = [:]
    private var lastAlarm = 0
    private var order: SeededGenerator
    private let home = pthread_self()
    private var time: Duration = .zero
    /// Jobs run so far.
    package private(set) var steps = 0

    package init(seed: UInt64) {
        order = SeededGenerator(seed: seed)
    }

    package var now: Duration { time }

    package func enqueue(_ job: consuming ExecutorJob) {
        assertHome()
        ready.append(UnownedJob(job))
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    package func isIsolatingCurrentContext() -> Bool? { true }

    package func checkIsolated() {}

    /// Suspends the caller until virtual time has reached the instant, or until it is woken.
    /// - Parameter fallingAsleep: hears by which number `wake` knows the caller; false: it stays awake.
    package func sleep(
        until instant: Duration, fallingAsleep: (Int) -> Bool = { _ in true }
    ) async throws(CancellationError) {
        assertHome()
        lastAlarm += 1
        let number = lastAlarm
        guard fallingAsleep(number) else { return }
        do {
            try await withTaskCancellationHandler {
                try await withUnsafeThrowingContinuation { sleeper in
                    self.set(number, at: instant, sleeper)
                }
            } onCancel: {
                self.sleepers.removeValue(forKey: number)?.resume(throwing: CancellationError())
            }
        } catch {
            throw CancellationError()
        }
    }

    /// Wakes a sleeper before its time; one that is awake stays so.
    package func wake(_ number: Int) {
        assertHome()
        sleepers.removeValue(forKey: number)?.resume()
    }

    private func set(
        _ number: Int, at instant: Duration, _ sleeper: UnsafeContinuation<Void, any Error>
    ) {
        if Task.isCancelled {
            sleeper.resume(throwing: CancellationError())
        } else {
            sleepers[number] = sleeper
            alarms.add(AlarmQueue.Alarm(at: instant, number: number))
        }
    }

    /// The next alarm that somebody still waits for.
    private func nextAlarm() -> AlarmQueue.Alarm? {
        while let next = alarms.first {
            if sleepers[next.number] != nil { return next }
            alarms.removeFirst()
        }
        return nil
    }

    /// Runs until the condition holds, until nothing is left to do, or until virtual time would pass the limit.
    /// - Returns: whether the condition holds.
    package func run(until limit: Duration, _ condition: () -> Bool = { false }) -> Bool {
        while !condition() {
            assertHome()
            if ready.isEmpty {
                guard let next = nextAlarm(), next.at <= limit else { return condition() }
                alarms.removeFirst()
                time = max(time, next.at)
                sleepers.removeValue(forKey: next.number)?.resume()
            } else {
                let job = ready.remove(at: Int(order.next() % UInt64(ready.count)))
                steps += 1
                job.runSynchronously(
                    isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            }
        }
        return true
    }

    private func assertHome() {
        precondition(
            pthread_equal(home, pthread_self()) != 0, "a job escaped the simulation's thread")
    }
}
