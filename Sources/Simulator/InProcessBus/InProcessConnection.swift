internal import KioskPorts
internal import Synchronization

/// One opening of a device on the in-process bus.
final class InProcessConnection: USBConnection {
    private struct State {
        var isClosed = false
        var transfers: UInt64 = 0
    }

    var device: USBDevice { entry.device }

    private let entry: InProcessDevice
    private let clock: any KioskClock
    private let trace: (any USBTraceSink)?
    private let state = Mutex(State())

    init(_ entry: InProcessDevice, clock: any KioskClock, trace: (any USBTraceSink)?) {
        self.entry = entry
        self.clock = clock
        self.trace = trace
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    func claim(interface: UInt8) async throws(USBFault) {
        try requireOpen()
        try entry.claim(interface, by: ObjectIdentifier(self))
    }

    func release(interface: UInt8) async throws(USBFault) {
        try requireOpen()
        entry.release(interface, by: ObjectIdentifier(self))
    }

    func clearHalt(_ endpoint: USBEndpointAddress) async throws(USBFault) {
        try requireOpen()
        entry.model.clearHalt(endpoint)
    }

    func reset() async throws(USBFault) {
        try requireOpen()
        entry.model.reset(now: clock.monotonic())
        entry.news.publish()
    }

    func close() async {
        state.withLock { $0.isClosed = true }
        entry.releaseAll(by: ObjectIdentifier(self))
        entry.news.publish()
    }

    private func requireOpen() throws(USBFault) {
        if isClosed { throw .closed }
        if entry.isGone { throw .noSuchDevice(device.id) }
    }

    func transfer(_ transfer: USBTransfer, timeout: Duration) async -> USBTransferResult {
        precondition(timeout > .zero, "a transfer needs a finite, positive time-out")
        let number = state.withLock { state in
            state.transfers += 1
            return state.transfers
        }
        trace?.submitted(transfer, number: number, device: device)
        let ticket = entry.enter(transfer)
        let result = await run(transfer, ticket, until: clock.monotonic() + timeout)
        entry.leave(transfer, ticket)
        trace?.ended(transfer, number: number, device: device, result: result)
        return result
    }

    /// Asks the device at each piece of news and at each instant it named. Ends at the deadline.
    private func run(
        _ transfer: USBTransfer, _ ticket: InProcessDevice.Ticket, until deadline: Duration
    ) async -> USBTransferResult {
        var isAsked = false
        while true {
            if Task.isCancelled { return .nothing(.cancelled) }
            if isClosed { return .nothing(.cancelled) }
            let edition = entry.news.edition
            let now = clock.monotonic()
            switch entry.answer(transfer, ticket, isRepeated: isAsked, now: now) {
            case .ended(let result): return result
            case .nothingYet: isAsked = true
            case .notItsTurn: break
            }
            guard now < deadline else { return .nothing(.timedOut) }
            let wake = entry.model.nextWake(now: now).map { max($0, now + Self.tick) }
            let pause = min(deadline, wake ?? deadline) - now
            await entry.news.wait(after: edition, atMost: pause, clock)
        }
    }

    /// Time always goes on between two looks, whatever a model says: one USB frame.
    private static let tick = Duration.milliseconds(1)
}
