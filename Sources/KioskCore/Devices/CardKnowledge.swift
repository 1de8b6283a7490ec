/// What is known about a card after a motion that did not end as it should.
package enum CardKnowledge: String, Hashable, Sendable, Codable, CaseIterable {
    /// Proven: it is where it was.
    case notMoved
    /// Proven: it is where the motion was to bring it.
    case moved
    /// Nothing is known until a sensor or a person says so.
    case unknown
}
