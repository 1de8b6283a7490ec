/// A unit's answer to a command (devices.md §3).
package enum CRTHIDReply: Hashable, Sendable {
    /// `P`: two status characters and data.
    case positive(CRTHIDStatus, data: [UInt8])
    /// `N`: a code of two characters and data.
    case negative(CRTHIDRefusal, data: [UInt8])

    static let positiveHead: UInt8 = 0x50
    static let negativeHead: UInt8 = 0x4E
    /// Head, name, and status or code.
    static let minimumText = 5
    /// Most data bytes of an answer.
    package static let maximumData = CRTHIDFrame.maximumText - minimumText

    /// The answer in a packet, or why it is none to `command`.
    package init(_ frame: CRTHIDFrame, to command: CRTHIDCommand) throws(CRTHIDReplyFault) {
        let text = frame.text
        guard text[1] == command.command, text[2] == command.parameter else {
            throw .toAnotherCommand(text[1], text[2])
        }
        guard text[0] == Self.positiveHead || text[0] == Self.negativeHead else {
            throw .head(text[0])
        }
        guard text.count >= Self.minimumText else { throw .tooShort(text.count) }
        let data = Array(text.dropFirst(Self.minimumText))
        self =
            text[0] == Self.positiveHead
            ? .positive(CRTHIDStatus(st1: text[3], st0: text[4]), data: data)
            : .negative(CRTHIDRefusal(text[3], text[4]), data: data)
    }

    /// The packet that a unit sends. Precondition: at most 290 bytes of data.
    package func frame(to command: CRTHIDCommand) -> CRTHIDFrame {
        let name = [command.command, command.parameter]
        let text =
            switch self {
            case .positive(let status, let data): [Self.positiveHead] + name + status.raw + data
            case .negative(let refusal, let data): [Self.negativeHead] + name + refusal.raw + data
            }
        return CRTHIDFrame(text: text)
    }
}

/// Why a good packet is no answer to the command that was sent.
package enum CRTHIDReplyFault: Error, Hashable, Sendable {
    case toAnotherCommand(UInt8, UInt8)
    case tooShort(Int)
    /// Neither `P` nor `N`.
    case head(UInt8)
}
