import Foundation
import KioskPorts

/// This machine's clocks. The monotonic one counts from the boot and through suspension, so that it can be compared
/// between two runs of the kiosk in one boot.
struct MachineClock: KioskClock {
    func monotonic() -> Duration {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
    }

    func wallMilliseconds() -> Int64 {
        Int64(Date().timeIntervalSince1970 * 1_000)
    }

    func sleep(for duration: Duration) async throws(CancellationError) {
        do {
            try await Task.sleep(for: duration)
        } catch {
            throw CancellationError()
        }
    }
}
