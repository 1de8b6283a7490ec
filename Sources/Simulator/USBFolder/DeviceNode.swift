internal import KioskPorts

/// Names of one plugged-in device in the simulated /sys and /dev.
struct DeviceNode: Hashable, Sendable {
    let bus: UInt8
    let address: UInt8
    /// Port on the root hub: the folder plays one hub deep.
    let port: UInt8

    var busText: String { Self.threeDigits(bus) }
    var addressText: String { Self.threeDigits(address) }
    /// The kernel's name, for example `1-2`.
    var name: String { "\(bus)-\(port)" }
    var rootHub: String { "usb\(bus)" }
    /// Below /sys.
    var systemPath: String { "/devices/\(rootHub)/\(name)" }
    /// Below the folder as well as for the client.
    var devicePath: String { "/dev/bus/usb/\(busText)/\(addressText)" }
    var location: USBLocation { USBLocation(bus: bus, ports: [port]) }
    var id: USBDeviceID { USBDeviceID(bus: bus, address: address) }

    private static func threeDigits(_ value: UInt8) -> String {
        let digits = String(value)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}
