/// A unit's answer after ENQ (devices.md §4.1). Motions have none.
package enum TTCEReply: Hashable, Sendable {
    /// `P`, the command's two bytes, data.
    case positive(data: [UInt8])
    /// `N`, the command's two bytes, one code.
    case negative(code: UInt8)
    /// `S F` and a character for each nibble: four after AP, three after RF.
    case state([UInt8])
    /// GV: the firmware's name. The document does not show its head: the bare text and one behind `P G V` are both read.
    case version([UInt8])

    static let positiveHead: UInt8 = 0x50
    static let negativeHead: UInt8 = 0x4E
    static let stateHead: [UInt8] = [0x53, 0x46]

    /// The answer in a packet, or why it is none to `command`.
    package init(_ frame: TTCEFrame, to command: TTCECommand) throws(TTCEReplyFault) {
        let text = frame.text
        let name = Array(command.text.prefix(2))
        if text.count >= 4, text[0] == Self.negativeHead, Array(text[1...2]) == name {
            self = .negative(code: text[3])
            return
        }
        switch command {
        case .fullState: self = .state(try Self.nibbles(text, count: 4))
        case .shortState: self = .state(try Self.nibbles(text, count: 3))
        case .version:
            if text.count > 3, text[0] == Self.positiveHead, Array(text[1...2]) == name {
                self = .version(Array(text.dropFirst(3)))
                return
            }
            guard !text.starts(with: Self.stateHead) else { throw .toAnotherCommand }
            self = .version(text)
        default:
            guard text.count >= 3, text[0] == Self.positiveHead, Array(text[1...2]) == name else {
                throw .toAnotherCommand
            }
            self = .positive(data: Array(text.dropFirst(3)))
        }
    }

    private static func nibbles(_ text: [UInt8], count: Int) throws(TTCEReplyFault) -> [UInt8] {
        guard text.starts(with: stateHead) else { throw .toAnotherCommand }
        guard text.count == stateHead.count + count else { throw .length(text.count) }
        return Array(text.dropFirst(stateHead.count))
    }

    /// The packet that a unit sends.
    package func frame(to command: TTCECommand, address: TTCEAddress) -> TTCEFrame {
        let name = Array(command.text.prefix(2))
        let text =
            switch self {
            case .positive(let data): [Self.positiveHead] + name + data
            case .negative(let code): [Self.negativeHead] + name + [code]
            case .state(let nibbles): Self.stateHead + nibbles
            case .version(let version): version
            }
        return TTCEFrame(address: address, text: text)
    }
}

/// Why a good packet is no answer to the command that was sent.
package enum TTCEReplyFault: Error, Hashable, Sendable {
    case toAnotherCommand
    /// Another number of nibbles than the command brings.
    case length(Int)
}
