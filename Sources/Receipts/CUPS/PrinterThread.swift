import Foundation
import Synchronization

/// An executor with one thread of its own. The calls of libcups block for as long as the network
/// does; on this thread they never take one of the threads that the rest of the kiosk runs on.
final class PrinterThread: SerialExecutor, @unchecked Sendable {
    // Guards `jobs` and `stopped`; that is what makes the class sendable.
    private let changed = NSCondition()
    private var jobs: [UnownedJob] = []
    private var stopped = false
    private let home = Mutex<pthread_t?>(nil)

    init(name: String) {
        let thread = Thread { [self] in run() }
        thread.name = name
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        changed.withLock {
            jobs.append(job)
            changed.signal()
        }
    }

    func isIsolatingCurrentContext() -> Bool? {
        home.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    func checkIsolated() {
        precondition(
            isIsolatingCurrentContext() == true, "A printer call runs outside the printer's thread")
    }

    /// Ends the thread after what is queued. Nothing may be enqueued afterwards.
    func stop() {
        changed.withLock {
            stopped = true
            changed.signal()
        }
    }

    private func run() {
        home.withLock { $0 = pthread_self() }
        while let batch = nextBatch() {
            for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    /// Waits for jobs; nil once the executor was stopped and has none left.
    private func nextBatch() -> [UnownedJob]? {
        changed.withLock {
            while jobs.isEmpty, !stopped { changed.wait() }
            guard !jobs.isEmpty else { return nil }
            defer { jobs.removeAll(keepingCapacity: true) }
            return jobs
        }
    }
}
