package import CampusCard

/// Stock and custody as sums over the journal, never clamped (K6):
/// loaded = remaining + inPath + delivered + retained + writtenOff + unaccounted.
package struct StockSums: Hashable, Sendable, Codable {
    /// Counted into the hopper, in all.
    package let loaded: Int
    /// What the journal books in the hopper.
    package let remaining: Int
    package let inPath: Int
    package let delivered: Int
    package let retained: Int
    package let writtenOff: Int
    package let unaccounted: Int
    /// What the journal books in the bin since it was last emptied.
    package let inBin: Int
    /// Nil until a technician has counted the hopper once: an unknown stock is no stock.
    package let hopperKnown: Bool

    package init(
        loaded: Int, remaining: Int, inPath: Int, delivered: Int, retained: Int, writtenOff: Int,
        unaccounted: Int, inBin: Int, hopperKnown: Bool
    ) {
        self.loaded = loaded
        self.remaining = remaining
        self.inPath = inPath
        self.delivered = delivered
        self.retained = retained
        self.writtenOff = writtenOff
        self.unaccounted = unaccounted
        self.inBin = inBin
        self.hopperKnown = hopperKnown
    }
}

/// A card that the machine still answers for.
package struct CardAtLarge: Hashable, Sendable {
    package let card: CardRef
    package let uid: CardUID?
    package let custody: Custody

    package init(card: CardRef, uid: CardUID?, custody: Custody) {
        self.card = card
        self.uid = uid
        self.custody = custody
    }
}
