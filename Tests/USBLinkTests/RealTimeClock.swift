import KioskPorts

/// True time: real libusb knows no other, and both buses run the same cases.
struct RealTimeClock: KioskClock {
    private let start = ContinuousClock.now

    func monotonic() -> Duration { start.duration(to: .now) }

    func wallMilliseconds() -> Int64 { 0 }

    func sleep(for duration: Duration) async throws(CancellationError) {
        do {
            try await ContinuousClock().sleep(for: duration)
        } catch {
            throw CancellationError()
        }
    }
}
