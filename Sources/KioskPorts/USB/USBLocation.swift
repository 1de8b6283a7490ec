/// Where a device hangs: the bus and the chain of hub ports, for example `1-2.3`.
///
/// It survives unplugging and replugging at the same socket, so configuration names devices by it:
/// many bridges and readers have no serial number, or all the same one (devices.md §6.6).
package struct USBLocation: Hashable, Sendable, CustomStringConvertible {
    /// Longest chain of hubs below a root port that USB allows (USB 2.0 §4.1.1).
    package static let maximumDepth = 7

    package let bus: UInt8
    /// Port numbers from the root hub to the device; empty for the root hub itself.
    package let ports: [UInt8]

    /// Precondition: at most `maximumDepth` ports.
    package init(bus: UInt8, ports: [UInt8]) {
        precondition(ports.count <= Self.maximumDepth, "USB allows seven ports in a chain")
        self.bus = bus
        self.ports = ports
    }

    /// Reads the form of `description`, or nil if the text is anything else.
    package init?(_ text: String) {
        let halves = text.split(separator: "-", omittingEmptySubsequences: false)
        guard halves.count == 2, let bus = UInt8(halves[0]) else { return nil }
        let names = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        let ports = names.compactMap { UInt8($0) }
        guard ports.count == names.count, ports.count <= Self.maximumDepth else { return nil }
        self.bus = bus
        self.ports = ports
    }

    package var description: String {
        "\(bus)-" + ports.map(String.init).joined(separator: ".")
    }
}
