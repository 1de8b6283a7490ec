/// All that a terminal knows when a card is presented to it, and decides by.
package struct CardPresentation: Hashable, Sendable {
    package let card: CardReading
    package let listing: Listing
    /// What the store says; nil while the terminal is offline.
    package let store: StoreWord?

    package init(card: CardReading, listing: Listing, store: StoreWord?) {
        self.card = card
        self.listing = listing
        self.store = store
    }
}

/// What a terminal could make of a card.
package enum CardReading: String, Hashable, Sendable, CaseIterable {
    /// A key, a MAC, a check sum or the structure is not that of a card of this campus.
    case notReadable
    /// Its flag is clear.
    case clear
    /// A terminal has stopped it.
    case flagged
}

/// The store's answer about one card: its three status axes as far as a terminal needs them.
package enum StoreWord: String, Hashable, Sendable, CaseIterable {
    case good
    /// Lost and found again; the chip has not been rewritten since.
    case released
    case lost
    /// The card or its account.
    case frozen
    case cancelled
    /// No card of this campus.
    case unknown
}
