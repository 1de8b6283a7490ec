/// The second of a card's three status axes: marks that can stand in any combination on an active card.
package struct CardFlags: OptionSet, Hashable, Sendable, Codable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Reported lost by its holder.
    package static let lost = CardFlags(rawValue: 1)
    /// Frozen by an operator. An account carries a frozen mark of its own, which outlives a card.
    package static let frozen = CardFlags(rawValue: 2)
    /// The chip is defective.
    package static let bad = CardFlags(rawValue: 4)
}
