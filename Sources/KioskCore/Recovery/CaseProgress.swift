/// How far the journal proves that an interrupted case had got: the journal's axis of the recovery table.
package enum CaseProgress: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing was asked of the store that changes anything.
    case begun
    /// The case may be open in the store; no blank has left the hopper.
    case opened
    /// A feed was intended and its end is not known.
    case feeding
    /// A blank is inside, unbound, or bound and certainly without an identity.
    case blankInside
    /// An identity may be on the card; the commit was certainly not sent.
    case identityMayBeWritten
    /// The commit was sent and its answer is not known.
    case commitSent
    /// The store has committed; the card was not yet ordered to the exit.
    case committed
    /// A presentation was intended.
    case presenting
    /// A retention was intended before commit, and its end is not known.
    case discarding
    /// A retention was intended after commit or after an unanswered one, and its end is not known.
    case retaining
    /// The blank is in the bin, the case not yet abandoned or continued.
    case discarded
    /// The card is in the bin after commit or after an unanswered one, the case not yet voided.
    case retained
    /// The fact that ends the case is in the journal; only the end itself is missing.
    case settled
}
