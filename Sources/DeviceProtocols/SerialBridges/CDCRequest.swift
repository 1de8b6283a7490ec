/// Requests to the control interface of a CDC-ACM device (USB CDC PSTN 1.2 §6.3).
package enum CDCRequest {
    /// SET_LINE_CODING: speed, lowest byte first; stop bits; parity; data bits. Nil for a speed that
    /// four bytes do not hold, or 0.
    package static func lineCoding(_ line: SerialLine, interface: UInt8) -> ControlRequest? {
        guard line.baud > 0, UInt32(exactly: line.baud) != nil else { return nil }
        let format = line.format
        return ControlRequest(
            0x21, 0x20, 0, UInt16(interface),
            data: LittleEndian.bytes(line.baud, count: 4)
                + [format.stopBits.rawValue, format.parity.rawValue, format.dataBits])
    }

    /// SET_CONTROL_LINE_STATE: DTR and RTS on. Many devices say nothing before.
    package static func controlLinesOn(interface: UInt8) -> ControlRequest {
        ControlRequest(0x21, 0x22, 0x0003, UInt16(interface))
    }
}
