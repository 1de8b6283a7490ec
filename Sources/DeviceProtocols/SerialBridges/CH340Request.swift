/// Vendor requests of the CH340 and CH341 USB-serial bridges (devices.md §5; constants of Linux
/// drivers/usb/serial/ch341.c).
package enum CH340Request {
    /// Two bytes: version and a second that is not used. Versions seen: 27, 30, 31.
    package static let readVersion = ControlRequest(0xC0, 0x5F, 0, 0, length: 2)
    package static let initialise = ControlRequest(0x40, 0xA1, 0, 0)
    /// Receiver and transmitter on, and the form of a character, as an 8250's line control register
    /// has it: bits 0-1 data bits above 5, bit 2 two stop bits, bit 3 parity, bit 4 even, bit 5 mark
    /// or space. Versions below 30 are fixed at 8N1 and ignore it. Nil for 1.5 stop bits.
    package static func lineControl(_ format: SerialFormat) -> ControlRequest? {
        let stop: UInt16
        switch format.stopBits {
        case .one: stop = 0
        case .two: stop = 0x04
        case .oneAndHalf: return nil
        }
        let parity: UInt16 =
            switch format.parity {
            case .none: 0
            case .odd: 0x08
            case .even: 0x18
            case .mark: 0x28
            case .space: 0x38
            }
        let receiverAndTransmitter: UInt16 = 0xC0
        let bits = UInt16(format.dataBits - 5)
        return ControlRequest(0x40, 0x9A, 0x2518, receiverAndTransmitter | parity | stop | bits)
    }

    /// DTR and RTS on; the bits are inverted on the wire.
    package static let modemControlOn = ControlRequest(0x40, 0xA4, 0xFF9F, 0)
    /// Two bytes, inverted.
    package static let readModemStatus = ControlRequest(0xC0, 0x95, 0x0706, 0, length: 2)

    /// Sets divisor and prescaler.
    ///
    /// Bit 7 makes chips above version 27 send at once; without it they wait for 32 bytes. On 27
    /// its meaning is the other way round (Linux ch341.c).
    /// - Parameter version: of the chip, as it says.
    package static func baud(_ baud: CH340Baud, version: UInt8) -> ControlRequest {
        let sendsAtOnce: UInt16 = version > lastInvertedVersion ? 0x80 : 0
        return ControlRequest(0x40, 0x9A, 0x1312, baud.divisorAndPrescaler & ~0x80 | sendsAtOnce)
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
