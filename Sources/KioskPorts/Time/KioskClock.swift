/// Time as the kiosk may know it. Timers, leases and throttles run on the monotonic side; the wall side is data.
package protocol KioskClock: Sendable {
    /// Time since an arbitrary point of this boot; it never goes back.
    func monotonic() -> Duration

    /// Milliseconds since 1970 UTC, as this machine believes.
    func wallMilliseconds() -> Int64

    /// Returns after the duration, or throws `CancellationError`.
    func sleep(for duration: Duration) async throws(CancellationError)
}
