import CampusCard

/// Makes new cards: serials that count up, and UIDs that differ between machines of different seeds.
package struct CardMint: Hashable, Sendable, Codable {
    /// Distinguishes the cards of one machine from those of another; 16 bits reach the UID.
    package let seed: UInt16
    private var minted = 0

    /// The last serial that still fits the 24 bits it has in a UID.
    private static let serialLimit = 0xFF_FFFF

    package init(seed: UInt16) {
        self.seed = seed
    }

    /// - Precondition: fewer than 2^24 cards were made before.
    package mutating func cards(_ count: Int, of stock: CardStock) -> [PhysicalCard] {
        (0..<count).map { _ in card(of: stock) }
    }

    /// A 7-byte UID as ISO/IEC 14443-3 has it: manufacturer 04, then seed and serial, spread so that
    /// neighbours in the stack do not look alike, and an odd constant so that none is all zero.
    private mutating func card(of stock: CardStock) -> PhysicalCard {
        minted += 1
        precondition(minted <= Self.serialLimit, "a machine's cards are numbered in 24 bits")
        let spread = UInt32(minted) &* 0x9E_3779 & 0xFF_FFFF
        let bytes: [UInt8] = [
            0x04, UInt8(seed >> 8), UInt8(seed & 0xFF), UInt8(spread >> 16),
            UInt8(spread >> 8 & 0xFF), UInt8(spread & 0xFF), 0x81,
        ]
        guard let uid = CardUID(bytes) else { preconditionFailure("seven bytes are a UID") }
        return PhysicalCard(serial: CardSerial(minted), uid: uid, stock: stock)
    }
}
