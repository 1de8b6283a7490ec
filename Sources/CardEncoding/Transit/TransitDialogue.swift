package import CardPrimitives

/// What may be done on a card of somebody else: nothing that changes it.
package enum TransitOperation: Hashable, Sendable {
    case select([UInt8])
    case read(file: UInt8, offset: UInt8, length: UInt8)
}

/// ISO/IEC 7816-4 as such cards speak it, with the two ways in which they put off an answer.
package struct TransitDialogue: CardConversation {
    private var asked: [UInt8] = []
    private var putOffs = 0

    /// Times that one answer may be put off.
    private static let putOffLimit = 2

    package init() {}

    package mutating func begin(
        _ operation: TransitOperation, random: inout any RandomSource
    ) -> [UInt8] {
        switch operation {
        case .select(let identifier):
            asked = [0x00, 0xA4, 0x04, 0x00, UInt8(identifier.count)] + identifier + [0x00]
        case .read(let file, let offset, let length):
            asked = [0x00, 0xB0, 0x80 | file, offset, length]
        }
        putOffs = 0
        return asked
    }

    package mutating func receive(_ response: [UInt8]) -> DialogueTurn {
        guard response.count >= 2 else { return .unbelievable }
        let data = Array(response.dropLast(2))
        let word = response.suffix(2).reduce(0) { $0 << 8 | UInt16($1) }
        let low = UInt8(word & 0xFF)
        switch word >> 8 {
        case 0x90 where low == 0: return .answered(data)
        // So many bytes are ready (ISO/IEC 7816-4, 5.6).
        case 0x61: return putOff([0x00, 0xC0, 0x00, 0x00, low])
        // The same again, with this length.
        case 0x6C: return putOff(asked.dropLast() + [low])
        case 0x62...0x6F: return data.isEmpty ? .refused(StatusWord(word)) : .unbelievable
        case _: return .foreign(statusWord: word)
        }
    }

    private mutating func putOff(_ next: [UInt8]) -> DialogueTurn {
        putOffs += 1
        return putOffs <= Self.putOffLimit ? .transmit(next) : .unbelievable
    }

    package static func isDamage(_ status: StatusWord) -> Bool { false }

    /// No key is ever shown to such a card.
    package static func isKeyRefusal(_ status: StatusWord, of operation: TransitOperation) -> Bool {
        false
    }
}
