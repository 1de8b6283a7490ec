package import CampusCard

/// What a card shows: which card it is, and the store's seal on it and its UID. One block, of which the card has two copies:
/// a loss of power may leave one of them half written.
///
/// | bytes | field |
/// |---|---|
/// | 0 | layout version, 01 |
/// | 1 | 00, or 01 when the card is stopped |
/// | 2–5 | card number, most significant byte first |
/// | 6–7 | issue number |
/// | 8–15 | seal |
package struct ClassicRecord: Hashable, Sendable {
    private static let version: UInt8 = 0x01

    package let cardNumber: CardNumber
    package let issueNumber: IssueNumber
    package let isStopped: Bool
    package let seal: CardSeal

    package init(
        cardNumber: CardNumber, issueNumber: IssueNumber, isStopped: Bool = false, seal: CardSeal
    ) {
        self.cardNumber = cardNumber
        self.issueNumber = issueNumber
        self.isStopped = isStopped
        self.seal = seal
    }

    /// Nil for bytes that are no such record. The seal comes back unchecked: only the store can check it.
    package init?(block: [UInt8]) {
        guard block.count == ClassicLayout.blockLength, block[0] == Self.version, block[1] <= 1,
            let seal = CardSeal(Array(block[8...]))
        else { return nil }
        self.init(
            cardNumber: CardNumber(block[2..<6].reduce(0) { $0 << 8 | UInt32($1) }),
            issueNumber: IssueNumber(block[6..<8].reduce(0) { $0 << 8 | UInt16($1) }),
            isStopped: block[1] == 1, seal: seal)
    }

    package var block: [UInt8] {
        let number = cardNumber.value
        let issue = issueNumber.value
        return [Self.version, isStopped ? 1 : 0]
            + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
            + [UInt8(issue >> 8), UInt8(issue & 0xFF)] + seal.bytes
    }
}
