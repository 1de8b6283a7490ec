/// A command: `C`, two bytes that name it, and data (devices.md §3).
package struct CRTHIDCommand: Hashable, Sendable, CustomStringConvertible {
    /// `C`.
    static let head: UInt8 = 0x43
    /// Most data bytes behind a head.
    package static let maximumData = CRTHIDFrame.maximumText - CRTHIDFrame.minimumText

    package let command: UInt8
    package let parameter: UInt8
    package let data: [UInt8]

    /// Precondition: at most 292 bytes of data.
    package init(_ command: UInt8, _ parameter: UInt8, data: [UInt8] = []) {
        precondition(data.count <= Self.maximumData, "a command carries at most 292 bytes")
        self.command = command
        self.parameter = parameter
        self.data = data
    }

    /// The command in a packet that a unit received, or nil if it holds anything else.
    package init?(_ frame: CRTHIDFrame) {
        guard frame.text[0] == Self.head else { return nil }
        self.init(frame.text[1], frame.text[2], data: Array(frame.text.dropFirst(3)))
    }

    package var frame: CRTHIDFrame {
        CRTHIDFrame(text: [Self.head, command, parameter] + data)
    }

    /// Only the name: data may be an APDU.
    package var description: String {
        let name = [command, parameter].map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "command " + name.joined(separator: " ")
    }

    /// C04: makes the unit ready, and moves nothing.
    package static let initialiseLeaving = CRTHIDCommand(0x30, 0x34)
    /// C10: where the card is.
    package static let status = CRTHIDCommand(0x31, 0x30)
    /// C1A.
    package static let sensors = CRTHIDCommand(0x31, 0x41)
    /// CA1 0: how often the unit's parts were used.
    package static let counters = CRTHIDCommand(0xA1, 0x30)
    package static let serialNumber = CRTHIDCommand(0xA2, 0x30)
    package static let firmwareVersion = CRTHIDCommand(0xA4, 0x30)
}
