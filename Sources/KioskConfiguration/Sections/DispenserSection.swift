package import KioskPorts

/// The card dispenser.
package struct DispenserSection: Hashable, Sendable {
    /// Which family's protocol it speaks.
    package let family: DispenserFamily
    /// The folder of its family's commissioned profiles.
    package let profiles: String
    /// The socket that its USB bridge hangs at.
    package let socket: USBLocation
    /// Its address on the serial line.
    package let unitAddress: Int

    init?(_ reader: SectionReader, _ paths: ConfigurationPaths) {
        let family = reader.read(Self.familyKey)
        let profiles = reader.read(Self.profilesKey).map(paths.resolve)
        let socket = reader.read(USBSocketKey.key("The USB socket of the dispenser's bridge."))
        let unitAddress = reader.read(Self.unitAddressKey)
        guard let family, let profiles, let socket, let unitAddress else { return nil }
        self.family = family
        self.profiles = profiles
        self.socket = socket
        self.unitAddress = unitAddress
    }

    private static let familyKey = ConfigurationKey<DispenserFamily>.text(
        "family", DispenserFamily.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "),
        default: (DispenserFamily.crt591.rawValue, .crt591),
        "The family of the dispenser, whose protocol it speaks.",
        parse: DispenserFamily.init(rawValue:))
    private static let profilesKey = ConfigurationKey<String>.path(
        "profiles",
        "The folder with the profiles of commissioned units, hardware/<family>; beside it lies"
            + " serial-bridges, the table of the bridges that a unit may hang at.")
    /// CRT-591 communication protocol: the address of a unit on the line is 00 to 15.
    private static let unitAddressKey = ConfigurationKey<Int>.whole(
        "unitAddress", in: 0...15, default: 0, "The unit's address, as its switches set it.")
}

/// The families of dispensers, by the names of their folders in `hardware`.
package enum DispenserFamily: String, Hashable, Sendable, CaseIterable {
    case crt591 = "crt-591"
    case ttce
    case crtHID = "crt-hid"
}

/// The key of a USB socket, which several sections have.
enum USBSocketKey {
    static func key(_ about: String) -> ConfigurationKey<USBLocation> {
        .text(
            "usbSocket", "a bus and the ports of its hubs, for example \"1-2\" or \"1-2.3\"",
            about
        ) { text in
            guard let place = USBLocation(text), !place.ports.isEmpty,
                place.bus > 0, place.description == text
            else { return nil }
            return place
        }
    }
}
