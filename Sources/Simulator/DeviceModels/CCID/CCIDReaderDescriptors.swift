internal import KioskPorts

/// What the simulated reader shows at enumeration: a contactless reader at extended-APDU level like the OMNIKEY 5022
/// (devices.md §6.4), under its own serial number.
enum CCIDReaderDescriptors {
    static let bulkOut = USBEndpointAddress(0x02)
    static let bulkIn = USBEndpointAddress(0x82)
    static let interruptIn = USBEndpointAddress(0x83)
    /// dwMaxCCIDMessageLength of the model.
    static let messageLimit = 520
    static let product = "CCID Reader"
    static let serialNumberIndex: UInt8 = 2

    /// The answer to GetParameters: the protocol's number and its block (CCID 1.1 §6.2.3). T=1, which is what the class
    /// descriptor and the answer to reset of a contactless card offer: F and D 11, LRC, waiting integers 4D, IFSC 254.
    static let parameters: (number: UInt8, block: [UInt8]) = (
        1, [0x11, 0x10, 0, 0x4D, 0, 0xFE, 0]
    )

    static let parsed: USBDescriptors = {
        guard let parsed = USBDescriptors(device: device, configuration: configuration) else {
            preconditionFailure("the reader's descriptors are constants and well-formed")
        }
        return parsed
    }()

    private static let device: [UInt8] = [
        18, 1, 0x00, 0x02, 0, 0, 0, 64, 0x6B, 0x07, 0x22, 0x50, 0x00, 0x01, 0, 1,
        serialNumberIndex, 1,
    ]

    private static let configuration: [UInt8] =
        [9, 2, 93, 0, 1, 1, 0, 0x80, 50, 9, 4, 0, 0, 3, 0x0B, 0, 0, 0] + classDescriptor
        + [7, 5, 0x02, 2, 64, 0, 0, 7, 5, 0x82, 2, 64, 0, 0, 7, 5, 0x83, 3, 8, 0, 24]

    /// CCID 1.1 §5.1: one slot, 5 V, T=1, extended APDU level with automatic parameters.
    private static let classDescriptor: [UInt8] =
        [54, 0x21, 0x10, 0x01, 0, 0x01] + word(2) + word(3_580) + word(3_580) + [0]
        + word(9_600) + word(115_200) + [0] + word(254) + word(0) + word(0) + word(0x0004_04BA)
        + word(messageLimit) + [0xFF, 0xFF, 0, 0, 0, 1]

    private static func word(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
