import Drivers
import Foundation
import KioskPorts
import Simulator
import Testing

/// A machine's /sys, /dev and /proc in a folder, with simulated devices in its sockets.
final class DiscoveryBench {
    let root: String
    private let folder: USBFolder

    init() throws {
        var template = Array("/tmp/kiosk-sys.XXXXXX".utf8CString)
        root = try #require(mkdtemp(&template).map { String(cString: $0) })
        folder = try USBFolder(path: root, now: { .zero })
    }

    deinit {
        folder.close()
        // A folder of /tmp that stays harms nobody.
        try? FileManager.default.removeItem(atPath: root)
    }

    func plug(_ model: any SimulatedUSBDevice, port: UInt8) throws {
        try folder.plug(model, port: port)
    }

    /// Writes an attribute of the device in a port.
    func set(_ attribute: String, _ value: String, port: UInt8) throws {
        try write(value + "\n", to: "/sys/bus/usb/devices/1-\(port)/\(attribute)")
    }

    /// Takes the file of a device's node away.
    func removeNode(of id: USBDeviceID) throws {
        let digits = [id.bus, id.address].map { number in
            String(repeating: "0", count: 3 - "\(number)".count) + "\(number)"
        }
        try FileManager.default.removeItem(
            atPath: root + "/dev/bus/usb/" + digits.joined(separator: "/"))
    }

    /// Binds a driver to an interface.
    func bind(_ driver: String, port: UInt8, interface: UInt8 = 0) throws {
        let path = "\(root)/sys/bus/usb/devices/1-\(port)/1-\(port):1.\(interface)/driver"
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: "../../../../bus/usb/drivers/\(driver)")
    }

    /// A program that has the device at a port open.
    func run(_ program: String, pid: Int, holding address: Int) throws {
        try write(program + "\n", to: "/proc/\(pid)/comm")
        try FileManager.default.createDirectory(
            atPath: "\(root)/proc/\(pid)/fd", withIntermediateDirectories: true)
        let digits = String(address)
        let node = String(repeating: "0", count: 3 - digits.count) + digits
        try FileManager.default.createSymbolicLink(
            atPath: "\(root)/proc/\(pid)/fd/7", withDestinationPath: "/dev/bus/usb/001/\(node)")
    }

    private func write(_ text: String, to path: String) throws {
        let url = URL(filePath: root + path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func devices(_ access: NodeAccess = .granted) -> [SystemUSBDevice] {
        SystemUSB(root: root, access: { _ in access }).devices()
    }

    func census(
        _ roles: [DeviceRole: DeviceName] = [:], _ access: NodeAccess = .granted
    ) throws -> DeviceCensus {
        DeviceCensus(
            of: devices(access), bridges: try TestLink.bridges(),
            readers: try ReaderMakeTests.shipped(), roles: roles)
    }
}

/// The far end of a bridge that nobody asks.
final class NoUnit: SerialUnit {
    let baud = 9600
    func receive(_ bytes: [UInt8], now: Duration) {}
    func send(atMost capacity: Int, now: Duration) -> [UInt8] { [] }
    func nextWake(now: Duration) -> Duration? { nil }
    func lineLost(now: Duration) {}
}
