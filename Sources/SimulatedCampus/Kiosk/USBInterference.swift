import CampusFaults
import KioskPorts
import Simulator
import Synchronization

/// What goes wrong on the USB cables of one kiosk, between its process and its devices.
final class USBInterference: Sendable {
    /// A fault that waits for its transfer.
    struct Planned: Hashable, Sendable {
        let kind: FaultKind
        let plug: Plug
        /// Transfers of that device that still go through before it.
        var after: Int
    }

    private struct State {
        var planned: [Planned] = []
        var struck: [FaultKind] = []
        /// Answers that come too late, or come again, by device.
        var held: [Plug: [UInt8]] = [:]
        /// Plugs behind which another device shows itself.
        var strangers: Set<Plug> = []
        var random: SeededGenerator
    }

    private let machine: RunningMachine
    private let clock: any KioskClock
    private let state: Mutex<State>

    init(machine: RunningMachine, clock: any KioskClock, seed: UInt64) {
        self.machine = machine
        self.clock = clock
        state = Mutex(State(random: SeededGenerator(seed: seed)))
    }

    func plan(_ fault: Planned) { state.withLock { $0.planned.append(fault) } }

    /// What struck since the last call.
    func takeStruck() -> [FaultKind] {
        state.withLock { state in
            defer { state.struck = [] }
            return state.struck
        }
    }

    /// No fault is left, and every device is itself.
    func clear() {
        state.withLock { state in
            state.planned = []
            state.held = [:]
            state.strangers = []
        }
    }

    func isStranger(_ device: USBDevice) -> Bool {
        guard let plug = Self.plug(of: device) else { return false }
        return state.withLock { $0.strangers.contains(plug) }
    }

    /// The device behind the plug is another one, or itself again.
    func setStranger(_ plug: Plug, _ isStranger: Bool) {
        state.withLock { state in
            if isStranger { state.strangers.insert(plug) } else { state.strangers.remove(plug) }
        }
    }

    static func plug(of device: USBDevice) -> Plug? {
        Plug.allCases.first { [MachineOnBus.port(of: $0)] == device.location.ports }
    }

    /// Runs one transfer as the cable lets it through.
    func transfer(
        _ transfer: USBTransfer, on connection: any USBConnection, timeout: Duration
    ) async -> USBTransferResult {
        guard let plug = Self.plug(of: connection.device) else {
            return await connection.transfer(transfer, timeout: timeout)
        }
        if transfer.endpoint.isIn, transfer.setup == nil, let late = takeHeld(plug) {
            return USBTransferResult(end: .completed, bytes: late, count: late.count)
        }
        guard let kind = due(plug, transfer) else {
            return await connection.transfer(transfer, timeout: timeout)
        }
        return await strike(kind, transfer, plug, connection, timeout)
    }

    private func takeHeld(_ plug: Plug) -> [UInt8]? {
        state.withLock { $0.held.removeValue(forKey: plug) }
    }

    private func due(_ plug: Plug, _ transfer: USBTransfer) -> FaultKind? {
        state.withLock { state in
            var found: Int?
            for index in state.planned.indices where state.planned[index].plug == plug {
                if state.planned[index].after > 0 {
                    state.planned[index].after -= 1
                } else if found == nil, Self.fits(state.planned[index].kind, transfer) {
                    found = index
                }
            }
            guard let found else { return nil }
            let kind = state.planned.remove(at: found).kind
            state.struck.append(kind)
            return kind
        }
    }

    /// What is about an answer waits for a transfer towards the host.
    private static func fits(_ kind: FaultKind, _ transfer: USBTransfer) -> Bool {
        switch kind {
        case .usbLateReply, .usbDuplicateReply, .usbShortReply, .usbWrongChecksum, .usbGarbage,
            .usbLostAcknowledgement:
            transfer.endpoint.isIn && transfer.setup == nil
        case _: true
        }
    }

    private func strike(
        _ kind: FaultKind, _ transfer: USBTransfer, _ plug: Plug, _ connection: any USBConnection,
        _ timeout: Duration
    ) async -> USBTransferResult {
        switch kind {
        case .usbTimeoutBeforeAct: return await silence(timeout)
        case .usbStall: return .nothing(.stalled)
        case .usbDisconnect:
            machine.act(at: clock.monotonic()) { $0.machine.setPlug(plug, in: false) }
            return .nothing(.deviceGone)
        case .usbResetByOther:
            // The transfer that follows shows what is left of the connection.
            try? await connection.reset()
            return await connection.transfer(transfer, timeout: timeout)
        case .usbBusyLong: return await busy(transfer, connection, timeout)
        case _: break
        }
        let result = await connection.transfer(transfer, timeout: timeout)
        guard result.end == .completed else { return result }
        return await spoil(kind, result, transfer, plug, connection, timeout)
    }

    /// Longer than any answer takes, and shorter than a technician.
    private static let busyTime = Duration.seconds(4)

    private func busy(
        _ transfer: USBTransfer, _ connection: any USBConnection, _ timeout: Duration
    ) async -> USBTransferResult {
        guard timeout > Self.busyTime else { return await silence(timeout) }
        _ = await silence(Self.busyTime)
        return await connection.transfer(transfer, timeout: timeout - Self.busyTime)
    }

    private func spoil(
        _ kind: FaultKind, _ result: USBTransferResult, _ transfer: USBTransfer, _ plug: Plug,
        _ connection: any USBConnection, _ timeout: Duration
    ) async -> USBTransferResult {
        switch kind {
        case .usbTimeoutAfterAct: return await silence(timeout)
        case .usbLateReply:
            state.withLock { $0.held[plug] = result.bytes }
            return await silence(timeout)
        case .usbDuplicateReply:
            state.withLock { $0.held[plug] = result.bytes }
            return result
        case .usbShortReply: return Self.answer(Array(result.bytes.prefix(result.count / 2)))
        case .usbLostAcknowledgement:
            return await connection.transfer(transfer, timeout: timeout)
        case .usbWrongChecksum:
            var bytes = result.bytes
            if let last = bytes.indices.last { bytes[last] ^= 0x20 }
            return Self.answer(bytes)
        case .usbGarbage:
            return Self.answer(
                state.withLock { state in
                    result.bytes.map { _ in UInt8(truncatingIfNeeded: state.random.next() >> 32) }
                })
        case _: return result
        }
    }

    private static func answer(_ bytes: [UInt8]) -> USBTransferResult {
        USBTransferResult(end: .completed, bytes: bytes, count: bytes.count)
    }

    private func silence(_ timeout: Duration) async -> USBTransferResult {
        do {
            try await clock.sleep(for: timeout)
        } catch {
            return .nothing(.cancelled)
        }
        return .nothing(.timedOut)
    }
}
