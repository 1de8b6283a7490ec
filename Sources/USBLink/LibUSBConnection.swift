internal import CLibUSB
internal import KioskPorts
internal import Synchronization

/// One opened device. Transfers run side by side on libusb's event thread; all other calls go
/// through the context's queue, one at a time.
final class LibUSBConnection: USBConnection {
    private struct State {
        var isClosed = false
        var claimed: Set<UInt8> = []
        var running: [UInt64: LibUSBTransfer] = [:]
        var nextNumber: UInt64 = 0
        /// Resumed when the last running transfer ended after `close` began.
        var drained: CheckedContinuation<Void, Never>?
    }

    let device: USBDevice
    private let handle: DeviceHandle
    private let context: LibUSBContext
    private let trace: (any USBTraceSink)?
    private let state = Mutex(State())

    init(
        device: USBDevice, handle: DeviceHandle, context: LibUSBContext,
        trace: (any USBTraceSink)?
    ) {
        self.device = device
        self.handle = handle
        self.context = context
        self.trace = trace
        context.census.handles.add(1, ordering: .relaxed)
    }

    func claim(interface: UInt8) async throws(USBFault) {
        try await run("claiming interface \(interface)") { [handle] in
            libusb_claim_interface(handle.raw, Int32(interface))
        }
        state.withLock { _ = $0.claimed.insert(interface) }
    }

    func release(interface: UInt8) async throws(USBFault) {
        state.withLock { _ = $0.claimed.remove(interface) }
        try await run("releasing interface \(interface)") { [handle] in
            libusb_release_interface(handle.raw, Int32(interface))
        }
    }

    func clearHalt(_ endpoint: USBEndpointAddress) async throws(USBFault) {
        try await run("clearing the halt of \(endpoint)") { [handle] in
            libusb_clear_halt(handle.raw, endpoint.raw)
        }
    }

    func reset() async throws(USBFault) {
        try await run("resetting") { [handle] in libusb_reset_device(handle.raw) }
    }

    private func run(_ doing: String, _ call: @escaping @Sendable () -> Int32)
        async throws(USBFault)
    {
        guard !state.withLock({ $0.isClosed }) else { throw .closed }
        let code = await context.call(call)
        guard code >= 0 else { throw .from(code, device: device.id, doing: doing) }
    }

    func transfer(_ transfer: USBTransfer, timeout: Duration) async -> USBTransferResult {
        precondition(timeout > .zero, "a transfer needs a finite, positive time-out")
        guard let running = begin(transfer, timeout: timeout) else { return .nothing(.cancelled) }
        trace?.submitted(transfer, number: running.number, device: device)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { running.submit(handle, $0) }
        } onCancel: {
            running.cancel()
        }
        trace?.ended(transfer, number: running.number, device: device, result: result)
        end(running.number)
        return result
    }

    private func begin(_ transfer: USBTransfer, timeout: Duration) -> LibUSBTransfer? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            state.nextNumber += 1
            let running = LibUSBTransfer(
                transfer, number: state.nextNumber, timeout: timeout, census: context.census)
            state.running[state.nextNumber] = running
            return running
        }
    }

    private func end(_ number: UInt64) {
        let drained = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.running[number] = nil
            guard state.running.isEmpty else { return nil }
            defer { state.drained = nil }
            return state.drained
        }
        drained?.resume()
    }

    func close() async {
        let claimed = state.withLock { state -> Set<UInt8>? in
            guard !state.isClosed else { return nil }
            state.isClosed = true
            return state.claimed
        }
        guard let claimed else { return }
        await drain()
        await context.call { [handle] in
            for interface in claimed { libusb_release_interface(handle.raw, Int32(interface)) }
            libusb_close(handle.raw)
        }
        context.census.handles.subtract(1, ordering: .releasing)
    }

    /// Cancels what runs and waits for it: libusb forbids closing below a running transfer.
    private func drain() async {
        for running in state.withLock({ Array($0.running.values) }) { running.cancel() }
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.running.isEmpty { return true }
                state.drained = continuation
                return false
            }
            if isIdle { continuation.resume() }
        }
    }
}
