package import CardPrimitives

/// How a family of cards is spoken to: operations turned into APDUs, answers into what they mean.
package protocol CardConversation: Sendable {
    /// One thing to be done on the card, which may take several APDUs.
    associatedtype Operation: Sendable

    /// With a card that has just been activated.
    init()

    /// Begins an operation. - Returns: its first APDU.
    mutating func begin(_ operation: Operation, random: inout any RandomSource) -> [UInt8]

    /// Takes the card's answer to the APDU given out last.
    mutating func receive(_ response: [UInt8]) -> DialogueTurn

    /// The card has found its own memory damaged: it goes to the bin, and its UID is never issued.
    static func isDamage(_ status: StatusWord) -> Bool

    /// A refusal that means that the card did not take our key, and may have counted the try.
    static func isKeyRefusal(_ status: StatusWord, of operation: Operation) -> Bool
}

extension CardDialogue: CardConversation {
    package typealias Operation = CardOperation

    package init() { self.init(channel: .open) }

    /// Application, card, card disabled, file.
    package static func isDamage(_ status: StatusWord) -> Bool {
        [0xA1, 0xC1, 0xCD, 0xF1].contains { status == StatusWord(desfire: $0) }
    }

    package static func isKeyRefusal(
        _ status: StatusWord, of operation: CardOperation
    ) -> Bool {
        if case .authenticate = operation { status == .authenticationError } else { false }
    }
}
