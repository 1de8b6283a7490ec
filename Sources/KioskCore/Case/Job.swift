/// What a student can come for.
package enum Job: String, Hashable, Sendable, Codable, CaseIterable {
    /// A new card in place of a lost one.
    case replaceLostCard
    /// The lost card is stopped; nothing else.
    case reportLoss
}
