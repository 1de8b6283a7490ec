internal import CLibUSB
internal import Dispatch
internal import Foundation
internal import KioskPorts
internal import Synchronization

/// The one libusb context of a bus, its event thread, and the queue for calls that may block.
///
/// libusb is thread-safe, so the pointer may be shared; it is released by `close` alone.
final class LibUSBContext: Sendable {
    /// How long the event thread waits before it looks at `stopping` again, in seconds. Only a
    /// second line: `close` interrupts the wait.
    private static let eventWaitSeconds = 60

    nonisolated(unsafe) let raw: OpaquePointer
    let census = USBCensus()
    private let stopping = Atomic<Bool>(false)
    private let stopped = DispatchSemaphore(value: 0)
    private let calls = DispatchQueue(label: "usb-calls")

    init() throws(USBFault) {
        var context: OpaquePointer?
        let code = libusb_init(&context)
        guard code == 0, let context else {
            throw USBFault.failed(doing: "starting libusb", code: code)
        }
        raw = context
        let thread = Thread { [self] in handleEvents() }
        thread.name = "usb-events"
        thread.start()
    }

    private func handleEvents() {
        var wait = timeval(tv_sec: Self.eventWaitSeconds, tv_usec: 0)
        while !stopping.load(ordering: .acquiring) {
            libusb_handle_events_timeout_completed(raw, &wait, nil)
        }
        stopped.signal()
    }

    /// Runs a libusb call that may block, off the cooperative threads and one at a time.
    func call<Answer: Sendable>(_ body: @escaping @Sendable () -> Answer) async -> Answer {
        await withCheckedContinuation { continuation in
            calls.async { continuation.resume(returning: body()) }
        }
    }

    /// Ends the event thread and the context. Precondition: every connection was closed.
    func close() {
        let open = census.handles.load(ordering: .acquiring)
        precondition(open == 0, "\(open) USB connections are open while libusb is to end")
        stopping.store(true, ordering: .releasing)
        libusb_interrupt_event_handler(raw)
        stopped.wait()
        libusb_exit(raw)
    }
}
