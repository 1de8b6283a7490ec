import KioskPorts
import Simulator
import Synchronization
import Testing

/// What the system may refuse to do with a device.
enum BusDeed: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case open, claim, release, clearHalt, reset

    var testDescription: String { rawValue }
}

/// A bus on which the system refuses what was planned; everything else passes.
final class RefusingBus: USBBus {
    private struct Refusal: Sendable {
        let deed: BusDeed
        /// Nil: whatever the device.
        let port: UInt8?
        /// So often it is done before it is refused, once.
        var skipping: Int
        let fault: @Sendable (USBDeviceID) -> USBFault
    }

    private let bus: InProcessBus
    private let plan = Mutex<[Refusal]>([])

    init(_ bus: InProcessBus) { self.bus = bus }

    /// Refuses a deed once.
    /// - Parameter fault: told when the deed is refused; what happens to the device then may be done in it.
    func refuse(
        _ deed: BusDeed, port: UInt8? = nil, skipping: Int = 0,
        _ fault: @escaping @Sendable (USBDeviceID) -> USBFault
    ) {
        plan.withLock {
            $0.append(Refusal(deed: deed, port: port, skipping: skipping, fault: fault))
        }
    }

    /// Refusals that have not struck.
    var left: Int { plan.withLock { $0.count } }

    func devices() async throws(USBFault) -> [USBDevice] { try await bus.devices() }

    func events() -> AsyncStream<USBBusEvent> { bus.events() }

    func open(_ id: USBDeviceID) async throws(USBFault) -> any USBConnection {
        let connection = try await bus.open(id)
        try pass(.open, connection.device)
        return RefusingConnection(connection, self)
    }

    fileprivate func pass(_ deed: BusDeed, _ device: USBDevice) throws(USBFault) {
        let struck = plan.withLock { plan -> Refusal? in
            let index = plan.firstIndex {
                $0.deed == deed && ($0.port == nil || $0.port == device.location.ports.last)
            }
            guard let index else { return nil }
            guard plan[index].skipping == 0 else {
                plan[index].skipping -= 1
                return nil
            }
            return plan.remove(at: index)
        }
        if let struck { throw struck.fault(device.id) }
    }
}

private struct RefusingConnection: USBConnection {
    private let inner: any USBConnection
    private let bus: RefusingBus

    init(_ inner: any USBConnection, _ bus: RefusingBus) {
        self.inner = inner
        self.bus = bus
    }

    var device: USBDevice { inner.device }

    func claim(interface: UInt8) async throws(USBFault) {
        try bus.pass(.claim, device)
        try await inner.claim(interface: interface)
    }

    func release(interface: UInt8) async throws(USBFault) {
        try bus.pass(.release, device)
        try await inner.release(interface: interface)
    }

    func transfer(_ transfer: USBTransfer, timeout: Duration) async -> USBTransferResult {
        await inner.transfer(transfer, timeout: timeout)
    }

    func clearHalt(_ endpoint: USBEndpointAddress) async throws(USBFault) {
        try bus.pass(.clearHalt, device)
        try await inner.clearHalt(endpoint)
    }

    func reset() async throws(USBFault) {
        try bus.pass(.reset, device)
        try await inner.reset()
    }

    func close() async { await inner.close() }
}
