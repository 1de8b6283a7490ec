internal import KioskPorts

/// Descriptors of the bridges' models.
enum BridgeDescriptors {
    /// A full-speed device.
    static func parse(
        _ product: USBProductID, deviceClass: UInt8 = 0, controlPacketSize: UInt8 = 64,
        release: UInt16 = 0x0100, interfaces: [[UInt8]]
    ) -> USBDescriptors {
        let device: [UInt8] =
            [18, 1, 0x00, 0x02, deviceClass, 0, 0, controlPacketSize] + word(product.vendor)
            + word(product.product) + word(release) + [0, 2, 0, 1]
        let body = interfaces.flatMap(\.self)
        let configuration: [UInt8] =
            [9, 2] + word(UInt16(9 + body.count))
            + [UInt8(interfaces.count), 1, 0, 0x80, 50] + body
        guard let parsed = USBDescriptors(device: device, configuration: configuration) else {
            preconditionFailure("a bridge's descriptors are constants and well-formed")
        }
        return parsed
    }

    static func interface(
        _ number: UInt8, class interfaceClass: UInt8, subclass: UInt8 = 0, protocol: UInt8 = 0,
        extra: [UInt8] = [], endpoints: [[UInt8]]
    ) -> [UInt8] {
        [9, 4, number, 0, UInt8(endpoints.count), interfaceClass, subclass, `protocol`, 0]
            + extra + endpoints.flatMap(\.self)
    }

    static func bulk(_ address: USBEndpointAddress, _ packet: UInt16 = 64) -> [UInt8] {
        [7, 5, address.raw, 2] + word(packet) + [0]
    }

    static func interrupt(_ address: USBEndpointAddress, _ packet: UInt16) -> [UInt8] {
        [7, 5, address.raw, 3] + word(packet) + [1]
    }

    private static func word(_ value: UInt16) -> [UInt8] {
        [UInt8(value & 0xFF), UInt8(value >> 8)]
    }
}
