/// One plugging-in of one device. A device that was pulled and put back has a new one.
package struct USBDeviceID: Hashable, Sendable, CustomStringConvertible {
    package let bus: UInt8
    package let address: UInt8

    package init(bus: UInt8, address: UInt8) {
        self.bus = bus
        self.address = address
    }

    package var description: String { "bus \(bus) address \(address)" }
}

/// What is known of a device without opening it.
package struct USBDevice: Hashable, Sendable, Identifiable {
    package let id: USBDeviceID
    package let location: USBLocation
    package let descriptors: USBDescriptors

    package init(id: USBDeviceID, location: USBLocation, descriptors: USBDescriptors) {
        self.id = id
        self.location = location
        self.descriptors = descriptors
    }

    package var product: USBProductID { descriptors.product }
}

/// Vendor and product number, written `1a86:7523`.
package struct USBProductID: Hashable, Sendable, CustomStringConvertible {
    package let vendor: UInt16
    package let product: UInt16

    package init(vendor: UInt16, product: UInt16) {
        self.vendor = vendor
        self.product = product
    }

    /// Reads `vvvv:pppp` in hexadecimal, or nil.
    package init?(_ text: String) {
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ $0.count == 4 }),
            let vendor = UInt16(halves[0], radix: 16), let product = UInt16(halves[1], radix: 16)
        else { return nil }
        self.vendor = vendor
        self.product = product
    }

    package var description: String { Self.hex(vendor) + ":" + Self.hex(product) }

    private static func hex(_ value: UInt16) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
