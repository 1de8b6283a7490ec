internal import CLibUSB
package import KioskPorts
internal import Synchronization

/// `USBBus` over libusb: the owner of the context and of the table of devices, which libusb's
/// hot-plug callback keeps. Tracing is optional and sees every transfer.
package final class LibUSBBus: USBBus {
    private let context: LibUSBContext
    private let table: DeviceTable
    private let trace: (any USBTraceSink)?

    /// Starts libusb, its event thread and hot-plug watching; devices present are found at once.
    package init(trace: (any USBTraceSink)? = nil) throws(USBFault) {
        context = try LibUSBContext()
        table = DeviceTable()
        self.trace = trace
        let code = table.watch(context.raw)
        guard code == 0 else {
            context.close()
            throw USBFault.failed(doing: "watching for USB devices", code: code)
        }
    }

    package func devices() async throws(USBFault) -> [USBDevice] { table.devices() }

    package func events() -> AsyncStream<USBBusEvent> { table.events() }

    package func open(_ id: USBDeviceID) async throws(USBFault) -> any USBConnection {
        guard let known = table.retain(id) else { throw .noSuchDevice(id) }
        let opening = await context.call { Self.open(known) }
        switch opening {
        case .success(let handle):
            return LibUSBConnection(
                device: known.device, handle: handle, context: context, trace: trace)
        case .failure(let fault): throw fault
        }
    }

    private static func open(_ known: KnownDevice) -> Result<DeviceHandle, USBFault> {
        defer { libusb_unref_device(known.raw) }
        var handle: OpaquePointer?
        let code = libusb_open(known.raw, &handle)
        guard code == 0, let handle else {
            return .failure(.from(code, device: known.device.id, doing: "opening"))
        }
        // Not supported on every system; claiming then fails with BUSY and says so.
        libusb_set_auto_detach_kernel_driver(handle, 1)
        return .success(DeviceHandle(raw: handle))
    }

    /// Device handles that are open, and transfers that libusb holds.
    package var lent: (handles: Int, transfers: Int) {
        (
            context.census.handles.load(ordering: .relaxed),
            context.census.transfers.load(ordering: .relaxed)
        )
    }

    /// Stops watching and ends libusb. Precondition: every connection was closed.
    package func close() async {
        table.stop(context.raw)
        await context.call { [context] in context.close() }
    }
}

/// An open libusb handle. libusb allows its use from any thread.
struct DeviceHandle: @unchecked Sendable {
    let raw: OpaquePointer
}

extension USBFault {
    /// libusb's error codes (devices.md §6.6) as faults.
    static func from(_ code: Int32, device: USBDeviceID, doing: String) -> USBFault {
        switch code {
        case LIBUSB_ERROR_NO_DEVICE.rawValue, LIBUSB_ERROR_NOT_FOUND.rawValue:
            .noSuchDevice(device)
        case LIBUSB_ERROR_ACCESS.rawValue: .accessDenied(device)
        case LIBUSB_ERROR_BUSY.rawValue: .busy(device, doing: doing)
        default: .failed(doing: doing, code: code)
        }
    }
}
