/// A command: `C`, two bytes that name it, and data (devices.md §2.4).
package struct CRT591Command: Hashable, Sendable, CustomStringConvertible {
    /// `C`.
    static let head: UInt8 = 0x43

    package let command: UInt8
    package let parameter: UInt8
    package let data: [UInt8]

    /// Precondition: at most 512 bytes of data.
    package init(_ command: UInt8, _ parameter: UInt8, data: [UInt8] = []) {
        precondition(data.count <= CRT591Frame.maximumData, "a command carries at most 512 bytes")
        self.command = command
        self.parameter = parameter
        self.data = data
    }

    /// The command in a packet that a unit received, or nil if it holds anything else.
    package init?(_ frame: CRT591Frame) {
        guard frame.text[0] == Self.head,
            frame.text.count <= CRT591Frame.minimumText + CRT591Frame.maximumData
        else { return nil }
        self.init(frame.text[1], frame.text[2], data: Array(frame.text.dropFirst(3)))
    }

    package func frame(address: UInt8) -> CRT591Frame {
        CRT591Frame(address: address, text: [Self.head, command, parameter] + data)
    }

    /// Only the name: data may be an APDU.
    package var description: String {
        let name = [command, parameter].map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "command " + name.joined(separator: " ")
    }

    /// Initialises the unit and leaves a card where it is: the only one fit for probing.
    package static let initialiseLeaving = CRT591Command(0x30, 0x33)
    package static let status = CRT591Command(0x31, 0x30)
    package static let sensors = CRT591Command(0x31, 0x31)
    package static let disableEntry = CRT591Command(0x33, 0x31)
    package static let serialNumber = CRT591Command(0xA2, 0x30)
    package static let configuration = CRT591Command(0xA3, 0x30)
    package static let firmwareVersion = CRT591Command(0xA4, 0x30)
    package static let readBinCounter = CRT591Command(0xA5, 0x30)

    /// Sets the bin counter to three ASCII digits. Precondition: 0…999.
    package static func setBinCounter(_ count: Int) -> CRT591Command {
        precondition((0...999).contains(count), "the bin counter has three digits")
        let digits = [count / 100, count / 10 % 10, count % 10].map { UInt8(0x30 + $0) }
        return CRT591Command(0xA5, 0x31, data: digits)
    }
}
