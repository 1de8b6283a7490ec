/// A vendor request of the CH340 and CH341 USB-serial bridges, as fields of a set-up packet
/// (devices.md §5; constants of Linux drivers/usb/serial/ch341.c).
package struct CH340Request: Hashable, Sendable {
    /// bmRequestType: 40 towards the chip, C0 towards the host.
    package let requestType: UInt8
    package let request: UInt8
    package let value: UInt16
    package let index: UInt16
    /// wLength: bytes asked for.
    package let length: UInt16

    private init(
        _ type: UInt8, _ request: UInt8, _ value: UInt16, _ index: UInt16, length: UInt16 = 0
    ) {
        requestType = type
        self.request = request
        self.value = value
        self.index = index
        self.length = length
    }

    /// Two bytes: version and a second that is not used. Versions seen: 27, 30, 31.
    package static let readVersion = CH340Request(0xC0, 0x5F, 0, 0, length: 2)
    package static let initialise = CH340Request(0x40, 0xA1, 0, 0)
    /// Receiver and transmitter on, 8 data bits, no parity, 1 stop bit. Versions below 30 are
    /// fixed at that and ignore it.
    package static let lineControl8N1 = CH340Request(0x40, 0x9A, 0x2518, 0x00C3)
    /// DTR and RTS on; the bits are inverted on the wire.
    package static let modemControlOn = CH340Request(0x40, 0xA4, 0xFF9F, 0)
    /// Two bytes, inverted.
    package static let readModemStatus = CH340Request(0xC0, 0x95, 0x0706, 0, length: 2)

    /// Sets divisor and prescaler.
    ///
    /// Bit 7 makes chips above version 27 send at once; without it they wait for 32 bytes. On 27
    /// its meaning is the other way round (Linux ch341.c).
    /// - Parameter version: of the chip, as it says.
    package static func baud(_ baud: CH340Baud, version: UInt8) -> CH340Request {
        let sendsAtOnce: UInt16 = version > lastInvertedVersion ? 0x80 : 0
        return CH340Request(0x40, 0x9A, 0x1312, baud.divisorAndPrescaler & ~0x80 | sendsAtOnce)
    }

    private static let lastInvertedVersion: UInt8 = 0x27
}

/// Speeds of the dispensers' lines with the kernel's values for them, bit 7 set.
package enum CH340Baud: Int, Hashable, Sendable, CaseIterable {
    case baud9600 = 9600
    case baud19200 = 19200
    case baud38400 = 38400
    case baud57600 = 57600
    case baud115200 = 115_200

    package var divisorAndPrescaler: UInt16 {
        switch self {
        case .baud9600: 0xB282
        case .baud19200: 0xD982
        case .baud38400: 0x6483
        case .baud57600: 0x9883
        case .baud115200: 0xCC83
        }
    }
}
