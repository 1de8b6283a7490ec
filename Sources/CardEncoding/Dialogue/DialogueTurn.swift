import CampusCard

/// What an answer APDU means for the operation under way.
package enum DialogueTurn: Hashable, Sendable {
    /// The operation goes on.
    case transmit([UInt8])
    /// The operation is done; the plain answer. Inside a session its authenticity has been checked.
    case answered([UInt8])
    /// The card refused. Its session, if there was one, has ended.
    case refused(StatusWord)
    /// The answer is not the card's own, or makes no sense. What the card did is unknown.
    case unbelievable
    /// A status word that no card of this family gives, or a card between activation and command.
    case foreign(statusWord: UInt16)
}

extension DialogueTurn: CustomStringConvertible {
    /// The kind of turn, without bytes: a plain answer may be an identity.
    package var description: String {
        switch self {
        case .transmit(let apdu): "transmit(\(apdu.count) bytes)"
        case .answered(let answer): "answered(\(answer.count) bytes)"
        case .refused(let status): "refused(\(status))"
        case .unbelievable: "unbelievable"
        case .foreign(let word): "foreign(\([UInt8(word >> 8), UInt8(word & 0xFF)].hex))"
        }
    }
}
