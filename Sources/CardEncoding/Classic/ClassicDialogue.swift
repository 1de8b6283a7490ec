package import CardPrimitives

/// One of a sector's two keys.
package enum ClassicKeyKind: UInt8, Hashable, Sendable, CaseIterable {
    case a = 0x60
    case b = 0x61
}

/// One thing to be done on a MIFARE Classic card by a reader's pseudo-APDUs (PC/SC part 3, 3.2.2.1).
package enum ClassicOperation: Sendable {
    case readUID
    /// The key goes into the reader's volatile slot, and the reader proves it to the card for the sector of this block.
    case authenticate(block: UInt8, ClassicKeyKind, SecretKey)
    case read(block: UInt8)
    case write(block: UInt8, [UInt8])
    /// The reader's slot is overwritten: no key of a card stays in a reader.
    case forgetKey
}

/// Operations turned into pseudo-APDUs.
package struct ClassicDialogue: CardConversation {
    private enum Stage: Sendable {
        case idle
        /// The reader has the key; the card is asked next.
        case keyLoaded(block: UInt8, ClassicKeyKind)
        case sent(answerLength: Int?)
    }

    private static let slot: UInt8 = 0x00
    private var stage = Stage.idle

    package init() {}

    package mutating func begin(
        _ operation: ClassicOperation, random: inout any RandomSource
    ) -> [UInt8] {
        switch operation {
        case .readUID:
            stage = .sent(answerLength: nil)
            return [0xFF, 0xCA, 0x00, 0x00, 0x00]
        case .authenticate(let block, let kind, let key):
            stage = .keyLoaded(block: block, kind)
            return Self.load(key.withBytes { Array($0) })
        case .read(let block):
            stage = .sent(answerLength: ClassicLayout.blockLength)
            return [0xFF, 0xB0, 0x00, block, UInt8(ClassicLayout.blockLength)]
        case .write(let block, let bytes):
            precondition(
                bytes.count == ClassicLayout.blockLength, "a block has 16 bytes, not \(bytes.count)"
            )
            stage = .sent(answerLength: 0)
            return [0xFF, 0xD6, 0x00, block, UInt8(bytes.count)] + bytes
        case .forgetKey:
            stage = .sent(answerLength: 0)
            return Self.load([UInt8](repeating: 0, count: ClassicLayout.keyLength))
        }
    }

    private static func load(_ key: [UInt8]) -> [UInt8] {
        [0xFF, 0x82, 0x00, slot, UInt8(key.count)] + key
    }

    package mutating func receive(_ response: [UInt8]) -> DialogueTurn {
        let current = stage
        stage = .idle
        guard response.count >= 2 else { return .unbelievable }
        let data = Array(response.dropLast(2))
        let word = response.suffix(2).reduce(0) { $0 << 8 | UInt16($1) }
        guard word == 0x9000 else {
            guard word >> 12 == 6 else { return .foreign(statusWord: word) }
            return data.isEmpty ? .refused(StatusWord(word)) : .unbelievable
        }
        switch current {
        case .idle: preconditionFailure("an answer came to no command")
        case .keyLoaded(let block, let kind):
            guard data.isEmpty else { return .unbelievable }
            stage = .sent(answerLength: 0)
            return .transmit([
                0xFF, 0x86, 0x00, 0x00, 0x05, 0x01, 0x00, block, kind.rawValue, Self.slot,
            ])
        case .sent(let length):
            return length.map { $0 == data.count } ?? true ? .answered(data) : .unbelievable
        }
    }

    /// A failed write says so.
    package static func isDamage(_ status: StatusWord) -> Bool { status == StatusWord(0x6581) }

    /// These cards count no tries: a key that is not taken costs nothing but a new activation.
    package static func isKeyRefusal(_ status: StatusWord, of operation: ClassicOperation) -> Bool {
        false
    }
}
