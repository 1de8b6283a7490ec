/// How many blanks a hopper's sensors promise.
package enum HopperLevel: String, Hashable, Sendable, Codable, CaseIterable {
    case empty, low, enough, unknown
}

/// Whether a bin takes another card.
package enum BinLevel: String, Hashable, Sendable, Codable, CaseIterable {
    case room, full, unknown
}
