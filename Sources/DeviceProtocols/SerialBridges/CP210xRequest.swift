/// Requests to an interface of Silicon Labs' CP210x bridges (devices.md §5; Silicon Labs AN571; Linux
/// drivers/usb/serial/cp210x.c). `interface` is wIndex: CP2105 and CP2108 have one for each port.
package enum CP210xRequest {
    package static func enable(interface: UInt8) -> ControlRequest { command(0x00, 1, interface) }

    /// Throws away what the chip holds in either direction.
    package static func purge(interface: UInt8) -> ControlRequest {
        command(0x12, 0x000F, interface)
    }

    /// DTR and RTS on: the high byte says which of them the low byte sets.
    package static func modemControlOn(interface: UInt8) -> ControlRequest {
        command(0x07, 0x0303, interface)
    }

    /// Stop bits in bits 0-3, parity in 4-7, data bits in 8-11.
    package static func format(_ format: SerialFormat, interface: UInt8) -> ControlRequest {
        let value =
            UInt16(format.dataBits) << 8 | UInt16(format.parity.rawValue) << 4
            | UInt16(format.stopBits.rawValue)
        return command(0x03, value, interface)
    }

    /// Four bytes, lowest first. Nil for a speed outside of the family's 300 to 3,000,000.
    package static func baud(_ baud: Int, interface: UInt8) -> ControlRequest? {
        guard (300...3_000_000).contains(baud) else { return nil }
        return ControlRequest(
            0x41, 0x1E, 0, UInt16(interface), data: LittleEndian.bytes(baud, count: 4))
    }

    private static func command(_ request: UInt8, _ value: UInt16, _ interface: UInt8)
        -> ControlRequest
    {
        ControlRequest(0x41, request, value, UInt16(interface))
    }
}
