/// The device descriptor and the active configuration of a device, as sent, and what they say.
package struct USBDescriptors: Hashable, Sendable {
    /// 18 bytes (USB 2.0 §9.6.1).
    package let device: [UInt8]
    /// The configuration descriptor and all that follows it (USB 2.0 §9.6.3).
    package let configuration: [UInt8]
    /// Interfaces in the order of the configuration, one for each alternate setting.
    package let interfaces: [USBInterface]

    /// Nil if the device descriptor is not 18 bytes or a length in the configuration is wrong.
    package init?(device: [UInt8], configuration: [UInt8]) {
        guard device.count == 18, device[0] == 18, device[1] == 1 else { return nil }
        guard let interfaces = USBInterface.parse(configuration: configuration) else { return nil }
        self.device = device
        self.configuration = configuration
        self.interfaces = interfaces
    }

    package var product: USBProductID {
        USBProductID(vendor: word(at: 8), product: word(at: 10))
    }

    /// bcdDevice: the maker's release number.
    package var release: UInt16 { word(at: 12) }

    /// iSerialNumber: the index of the serial number's string; 0 if there is none.
    package var serialNumberIndex: UInt8 { device[16] }

    private func word(at offset: Int) -> UInt16 {
        UInt16(device[offset]) | UInt16(device[offset + 1]) << 8
    }
}
