import KioskPorts

/// A kiosk's clock on virtual time. Its wall side starts at a moment of the test's choice and can be made to jump.
package struct VirtualClock: KioskClock {
    let executor: VirtualExecutor
    private let wallAtStart: Int64

    /// - Parameter wallAtStart: milliseconds since 1970 UTC at virtual time zero.
    package init(executor: VirtualExecutor, wallAtStart: Int64) {
        self.executor = executor
        self.wallAtStart = wallAtStart
    }

    package func monotonic() -> Duration { executor.now }

    package func wallMilliseconds() -> Int64 {
        let (seconds, attoseconds) = executor.now.components
        return wallAtStart + seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    package func sleep(for duration: Duration) async throws(CancellationError) {
        try await executor.sleep(until: executor.now + duration)
    }
}
