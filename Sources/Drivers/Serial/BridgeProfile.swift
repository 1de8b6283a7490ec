package import KioskPorts

/// What a serial bridge is: data, kept in `hardware/serial-bridges`, by its vendor and product number.
package struct BridgeProfile: Hashable, Sendable {
    package let product: USBProductID
    /// The maker's names of the chips with this number.
    package let name: String
    package let chip: BridgeChip
    package let proven: ProofLevel
    /// Where its protocol is known from.
    package let source: String

    package init(
        product: USBProductID, name: String, chip: BridgeChip, proven: ProofLevel, source: String
    ) {
        self.product = product
        self.name = name
        self.chip = chip
        self.proven = proven
        self.source = source
    }
}

/// The languages of serial bridges.
package enum BridgeChip: String, Hashable, Sendable, Codable, CaseIterable {
    case ch340
    case ftdi
    case pl2303
    case cp210x
    case cdcACM = "cdc-acm"
    /// HID reports that count their bytes: CP2110.
    case hidCounted = "hid-counted"
    /// HID reports of 64 bytes, filled with zeros: CREATOR's units.
    case hidPadded = "hid-padded"

    /// What is on the USB is the dispenser itself, with no serial line between.
    package var isUnit: Bool { self == .hidPadded }
}

/// How well a device is proven to work with this kiosk.
package enum ProofLevel: String, Hashable, Sendable, Codable, CaseIterable {
    /// A technician went through the commissioning of one.
    case commissioned
    /// Only recordings of one were played to the driver.
    case recorded
    /// Only the simulator's model of it.
    case simulated
}
