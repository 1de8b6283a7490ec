/// Feature reports of the CP2110 (Silicon Labs AN434).
package enum CP2110Request {
    package static func enable(interface: UInt8) -> ControlRequest {
        feature(0x41, [1], interface)
    }

    /// Throws away what the chip holds in either direction.
    package static func purge(interface: UInt8) -> ControlRequest {
        feature(0x43, [3], interface)
    }

    /// Speed, highest byte first; parity; no flow control; data bits above 5; long stop bits or not.
    /// Nil for a speed outside of 300 to 1,000,000.
    package static func line(_ line: SerialLine, interface: UInt8) -> ControlRequest? {
        guard (300...1_000_000).contains(line.baud) else { return nil }
        let format = line.format
        let stop: UInt8 = format.stopBits == .one ? 0 : 1
        return feature(
            0x50,
            LittleEndian.bytes(line.baud, count: 4).reversed()
                + [format.parity.rawValue, 0, format.dataBits - 5, stop], interface)
    }

    private static func feature(_ id: UInt8, _ bytes: [UInt8], _ interface: UInt8) -> ControlRequest
    {
        ControlRequest(0x21, 0x09, 0x0300 | UInt16(id), UInt16(interface), data: [id] + bytes)
    }
}
