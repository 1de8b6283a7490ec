/// The USB as the drivers see it. Two implementations: libusb (`USBLink`) and the simulator's
/// in-process front, both driven through the same suite.
package protocol USBBus: Sendable {
    /// Devices plugged in now, in the order of their locations.
    func devices() async throws(USBFault) -> [USBDevice]

    /// Arrivals and departures from now on. Each call makes a stream of its own, which keeps the
    /// newest `USBBusEvent.bufferLimit` events; a reader that fell behind asks `devices()` again.
    func events() -> AsyncStream<USBBusEvent>

    /// Opens a device. Several openings of one device are allowed, claims are not.
    func open(_ id: USBDeviceID) async throws(USBFault) -> any USBConnection
}

/// A device came or went.
package enum USBBusEvent: Hashable, Sendable {
    /// Events kept for a slow reader.
    package static let bufferLimit = 64

    case arrived(USBDevice)
    case left(USBDevice)
}

/// An opened device. A transfer that is under way when its task is cancelled ends as `cancelled`.
package protocol USBConnection: Sendable {
    var device: USBDevice { get }

    /// Takes an interface for this connection; a kernel driver on it is detached first.
    func claim(interface: UInt8) async throws(USBFault)

    func release(interface: UInt8) async throws(USBFault)

    /// Runs one transfer to its end, at most `timeout` (a transfer without a limit is impossible).
    /// Precondition: the time-out is positive.
    func transfer(_ transfer: USBTransfer, timeout: Duration) async -> USBTransferResult

    /// Ends the halt of an endpoint and resets its data toggle.
    func clearHalt(_ endpoint: USBEndpointAddress) async throws(USBFault)

    /// Resets the device's port. Throws `noSuchDevice` if the device came back as another one:
    /// then it must be found again by its location.
    func reset() async throws(USBFault)

    /// Ends all transfers, releases all claims and closes. Later calls fail with `closed`.
    func close() async
}

/// Why a call on the bus failed.
package enum USBFault: Error, Hashable, Sendable, CustomStringConvertible {
    case noSuchDevice(USBDeviceID)
    /// The device node may not be opened: a udev rule is missing (hardware/udev).
    case accessDenied(USBDeviceID)
    /// Another program or driver holds the interface, for example pcscd.
    case busy(USBDeviceID, doing: String)
    /// A serial number that is to name one device is that of several.
    case ambiguous(serialNumber: String, [USBLocation])
    /// The connection was closed before the call.
    case closed
    /// Any other failure, with the bus's own code (libusb: -1 I/O … -99 other).
    case failed(doing: String, code: Int32)

    package var description: String {
        switch self {
        case .noSuchDevice(let id): "\(id) is not plugged in"
        case .accessDenied(let id): "no permission to open \(id)"
        case .busy(let id, let doing): "\(doing) on \(id): held by another program or driver"
        case .ambiguous(let serialNumber, let locations):
            "\(locations.count) devices, in sockets "
                + locations.map(\.description).joined(separator: " and ")
                + ", have the serial number \(serialNumber): name the socket instead"
        case .closed: "the USB connection is closed"
        case .failed(let doing, let code): "\(doing): USB error \(code)"
        }
    }
}
