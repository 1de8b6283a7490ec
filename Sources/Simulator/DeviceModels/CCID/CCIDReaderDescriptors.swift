internal import DeviceProtocols
internal import KioskPorts

/// What a simulated reader shows at enumeration, under its own serial number.
enum CCIDReaderDescriptors {
    static let bulkOut = USBEndpointAddress(0x02)
    static let bulkIn = USBEndpointAddress(0x82)
    static let interruptIn = USBEndpointAddress(0x83)
    /// dwMaxCCIDMessageLength of a contactless reader.
    static let messageLimit = 520
    static let product = "CCID Reader"
    static let serialNumberIndex: UInt8 = 2

    /// The answer to GetParameters: the protocol's number and its block (CCID 1.1 §6.2.3). T=1, which is what the class
    /// descriptor and the answer to reset of a contactless card offer: F and D 11, LRC, waiting integers 4D, IFSC 254.
    static let parameters: (number: UInt8, block: [UInt8]) = (
        1, [0x11, 0x10, 0, 0x4D, 0, 0xFE, 0]
    )

    static let parsed = of(CCIDReaderShape())

    static func of(_ shape: CCIDReaderShape) -> USBDescriptors {
        guard
            let parsed = USBDescriptors(
                device: device(shape), configuration: configuration(shape))
        else { preconditionFailure("the reader's descriptors are well-formed by construction") }
        return parsed
    }

    private static func device(_ shape: CCIDReaderShape) -> [UInt8] {
        [18, 1, 0x00, 0x02, 0, 0, 0, 64] + half(shape.product.vendor) + half(shape.product.product)
            + [0x00, 0x01, 0, 1, serialNumberIndex, 1]
    }

    private static func configuration(_ shape: CCIDReaderShape) -> [UInt8] {
        var body: [UInt8] = []
        for number in 0..<shape.interfaceCount {
            let isWorking = number == shape.interface
            // Endpoints of an interface that answers nothing have numbers of their own.
            let shift: UInt8 = isWorking ? 0 : 3 + 3 * number
            let hasInterrupt = isWorking && shape.hasInterrupt
            body += [9, 4, number, 0, hasInterrupt ? 3 : 2, 0x0B, 0, 0, 0]
            body += classDescriptor(shape, isWorking ? shape.level : shape.otherLevel)
            body += endpoint(bulkOut.raw + shift, 2, 64, 0) + endpoint(bulkIn.raw + shift, 2, 64, 0)
            if hasInterrupt { body += endpoint(interruptIn.raw, 3, 8, 24) }
        }
        return [9, 2] + half(UInt16(9 + body.count)) + [shape.interfaceCount, 1, 0, 0x80, 50] + body
    }

    private static func endpoint(
        _ address: UInt8, _ kind: UInt8, _ size: UInt16, _ interval: UInt8
    ) -> [UInt8] {
        [7, 5, address, kind] + half(size) + [interval]
    }

    /// CCID 1.1 §5.1. bVoltageSupport 5 V, bMaxCCIDBusySlots 1, dwMaxIFSD 254.
    private static func classDescriptor(
        _ shape: CCIDReaderShape, _ level: CCIDExchangeLevel
    ) -> [UInt8] {
        [54, 0x21, 0x10, 0x01, shape.slotCount - 1, 0x01] + word(Int(shape.protocols))
            + word(3_580) + word(3_580) + [0] + word(9_600) + word(115_200) + [0] + word(254)
            + word(0) + word(0) + word(Int(shape.features | level.rawValue))
            + word(shape.messageLimit) + [0xFF, 0xFF, 0, 0, 0, 1]
    }

    private static func word(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func half(_ value: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
    }
}
