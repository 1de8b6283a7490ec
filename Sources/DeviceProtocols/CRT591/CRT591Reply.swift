/// A unit's answer to a command (devices.md §2.2).
package enum CRT591Reply: Hashable, Sendable {
    /// `P`: three status bytes and data.
    case positive(CRT591Status, data: [UInt8])
    /// `N`: a code of two characters and data.
    case negative(CRT591Refusal, data: [UInt8])

    static let positiveHead: UInt8 = 0x50
    static let negativeHead: UInt8 = 0x4E
    /// What the document prints for the negative head; units send 4E (seen on hardware).
    static let misprintedNegativeHead: UInt8 = 0x45

    /// The answer in a packet, or why it is none to `command`.
    package init(_ frame: CRT591Frame, to command: CRT591Command) throws(CRT591ReplyFault) {
        let text = frame.text
        guard text[1] == command.command, text[2] == command.parameter else {
            throw .toAnotherCommand(text[1], text[2])
        }
        switch text[0] {
        case Self.positiveHead:
            guard text.count >= 6 else { throw .tooShort(text.count) }
            self = .positive(
                CRT591Status(st0: text[3], st1: text[4], st2: text[5]), data: Array(text[6...]))
        case Self.negativeHead, Self.misprintedNegativeHead:
            guard text.count >= 5 else { throw .tooShort(text.count) }
            self = .negative(CRT591Refusal(text[3], text[4]), data: Array(text[5...]))
        default: throw .head(text[0])
        }
    }

    /// The packet's text, as a unit sends it.
    package func frame(to command: CRT591Command, address: UInt8) -> CRT591Frame {
        let name = [command.command, command.parameter]
        let text =
            switch self {
            case .positive(let status, let data): [Self.positiveHead] + name + status.raw + data
            case .negative(let refusal, let data): [Self.negativeHead] + name + refusal.raw + data
            }
        return CRT591Frame(address: address, text: text)
    }
}

/// Why a good packet is no answer to the command that was sent.
package enum CRT591ReplyFault: Error, Hashable, Sendable {
    case toAnotherCommand(UInt8, UInt8)
    case tooShort(Int)
    /// Neither `P` nor `N`.
    case head(UInt8)
}
