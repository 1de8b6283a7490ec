/// Where the path's sensors see a card.
package enum CardPosition: String, Hashable, Sendable, Codable, CaseIterable {
    /// No card in the path.
    case clear
    case atReadPosition
    /// At the exit, where a hand can take it.
    case atExit
    /// A card, or a contradiction, that no single position explains.
    case unknown
}
