/// The third of a card's three status axes: whether the chip says what the store says.
package enum CardWrite: Hashable, Sendable, Codable {
    case inSync
    /// The chip is to be rewritten at its next presentation. `since` is the list version of the plan.
    case pending(PendingWrite, since: ListVersion)
    /// A write may or may not have happened; the card's next presentation tells.
    case unknown(since: ListVersion)
}

/// Why a chip waits to be rewritten.
package enum PendingWrite: String, Hashable, Sendable, Codable, CaseIterable {
    case clearFlag, setFlag, limits
}
