import KioskPorts
import Synchronization

/// The USB as one kiosk process has it: over cables on which things go wrong, and what the process left open, the
/// system closes when it ends.
final class ProcessBus: USBBus {
    private struct State {
        var isOver = false
        var open: [any USBConnection] = []
    }

    private let bus: any USBBus
    private let interference: USBInterference
    private let state = Mutex(State())

    init(_ bus: any USBBus, _ interference: USBInterference) {
        self.bus = bus
        self.interference = interference
    }

    func devices() async throws(USBFault) -> [USBDevice] { try await bus.devices() }

    func events() -> AsyncStream<USBBusEvent> { bus.events() }

    func open(_ id: USBDeviceID) async throws(USBFault) -> any USBConnection {
        let connection = ProcessConnection(
            connection: try await bus.open(id), interference: interference)
        let isOver = state.withLock { state in
            if !state.isOver { state.open.append(connection) }
            return state.isOver
        }
        guard isOver else { return connection }
        await connection.close()
        throw .noSuchDevice(id)
    }

    /// The process is over.
    func end() async {
        let left = state.withLock { state in
            state.isOver = true
            defer { state.open = [] }
            return state.open
        }
        for connection in left { await connection.close() }
    }
}

/// A device that a process has opened.
private struct ProcessConnection: USBConnection {
    let connection: any USBConnection
    let interference: USBInterference

    var device: USBDevice { connection.device }

    func claim(interface: UInt8) async throws(USBFault) {
        try await connection.claim(interface: interface)
    }

    func release(interface: UInt8) async throws(USBFault) {
        try await connection.release(interface: interface)
    }

    func transfer(_ transfer: USBTransfer, timeout: Duration) async -> USBTransferResult {
        let result = await interference.transfer(transfer, on: connection, timeout: timeout)
        guard interference.isStranger(device), transfer.setup?.asksForText == true else {
            return result
        }
        return result.withOtherText
    }

    func clearHalt(_ endpoint: USBEndpointAddress) async throws(USBFault) {
        try await connection.clearHalt(endpoint)
    }

    func reset() async throws(USBFault) { try await connection.reset() }

    func close() async { await connection.close() }
}

extension USBSetup {
    /// GET_DESCRIPTOR of a string, and not of the list of languages (USB 2.0, 9.4.3 and 9.6.7).
    fileprivate var asksForText: Bool {
        requestType == 0x80 && request == 6 && value >> 8 == 3 && value & 0xFF != 0
    }
}

extension USBTransferResult {
    /// As another device of the kind would answer: the text ends in another letter.
    fileprivate var withOtherText: USBTransferResult {
        guard end == .completed, bytes.count >= 4 else { return self }
        var other = bytes
        other[other.count - 2] ^= 1
        return USBTransferResult(end: end, bytes: other, count: count)
    }
}
