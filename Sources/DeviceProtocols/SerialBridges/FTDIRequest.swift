/// Vendor requests of FTDI's USB-serial bridges (devices.md §5; constants of Linux
/// drivers/usb/serial/ftdi_sio.h).
///
/// `port` is wIndex's low byte: 0 for a chip with one port, 1 to 4 for the ports of FT2232 and FT4232.
package enum FTDIRequest {
    package static func reset(port: UInt8) -> ControlRequest { command(0, 0, port) }

    /// Throws away what the chip has received and not handed on.
    package static func purgeReceived(port: UInt8) -> ControlRequest { command(0, 1, port) }

    /// Throws away what the chip has taken and not sent.
    package static func purgeUnsent(port: UInt8) -> ControlRequest { command(0, 2, port) }

    /// DTR and RTS on: the high byte says which of them the low byte sets.
    package static func modemControlOn(port: UInt8) -> ControlRequest { command(1, 0x0303, port) }

    package static func noFlowControl(port: UInt8) -> ControlRequest { command(2, 0, port) }

    /// After so many milliseconds a packet goes to the host, full or not. The chip's own value is 16.
    package static func latency(milliseconds: UInt8, port: UInt8) -> ControlRequest {
        command(9, UInt16(milliseconds), port)
    }

    /// Data bits in bits 0-7, parity in 8-10, stop bits in 11-13. Nil for fewer than 7 data bits.
    package static func format(_ format: SerialFormat, port: UInt8) -> ControlRequest? {
        guard format.dataBits >= 7 else { return nil }
        let value =
            UInt16(format.dataBits) | UInt16(format.parity.rawValue) << 8
            | UInt16(format.stopBits.rawValue) << 11
        return command(4, value, port)
    }

    /// Divisor of the 3 MHz clock in eighths: 14 bits of whole ones, and a code of three bits for the
    /// eighths, whose highest is bit 0 of wIndex. Nil for a speed that no divisor reaches.
    ///
    /// Linux (ftdi_232bm_baud_base_to_divisor) rounds to the nearest; FTDI's AN232B-05 truncates.
    package static func baud(_ baud: Int, port: UInt8) -> ControlRequest? {
        guard (slowest...fastest).contains(baud) else { return nil }
        let eighths = (eighthsPerSecond + baud / 2) / baud
        let divisor = eighths >> 3 | codes[eighths & 7] << 14
        // 1 and 1.5 are written as 0 and 1.
        let special = [1: 0, 0x4001: 1][divisor] ?? divisor
        let high = UInt16(special >> 16)
        let index = port == 0 ? high : high << 8 | UInt16(port)
        return ControlRequest(0x40, 3, UInt16(special & 0xFFFF), index)
    }

    private static let eighthsPerSecond = 24_000_000
    private static let codes = [0, 3, 2, 4, 1, 5, 6, 7]
    /// The longest divisor is 2^14 − 1/8.
    private static let slowest = 184
    private static let fastest = 3_000_000

    private static func command(_ request: UInt8, _ value: UInt16, _ port: UInt8) -> ControlRequest
    {
        ControlRequest(0x40, request, value, UInt16(port))
    }
}
