import KioskPorts
import Simulator
import Synchronization

/// A kiosk's clock: the campus's virtual time, with a wall side that can be set wrong.
package final class SiteClock: KioskClock {
    private let time: VirtualClock
    private let error = Mutex<Int64>(0)

    init(_ time: VirtualClock) {
        self.time = time
    }

    package func monotonic() -> Duration { time.monotonic() }

    package func wallMilliseconds() -> Int64 {
        time.wallMilliseconds() + error.withLock { $0 }
    }

    package func sleep(for duration: Duration) async throws(CancellationError) {
        try await time.sleep(for: duration)
    }

    /// Sets the wall side so many milliseconds before (below zero) or after the true time.
    func setError(milliseconds: Int64) { error.withLock { $0 = milliseconds } }
}
