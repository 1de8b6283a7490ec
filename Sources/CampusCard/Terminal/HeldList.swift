/// The list of stopped cards as a terminal holds it: for each card number the newest entry that it has
/// heard of, and the version up to which it has heard everything.
package struct HeldList: Hashable, Sendable {
    package let version: ListVersion
    private let entries: [CardNumber: StoppedIssues]

    package init(version: ListVersion, entries: [CardNumber: StoppedIssues]) {
        self.version = version
        self.entries = entries
    }

    /// What the list says of a card.
    /// - Parameter goodAsOf: the stamp on the card.
    package func listing(
        of card: CardNumber, _ issue: IssueNumber, goodAsOf: ListVersion
    ) -> Listing {
        guard let entry = entries[card], entry.stops(issue) else { return .free }
        return version < goodAsOf ? .stoppedBeforeStamp : .stoppedSinceStamp
    }
}

/// Which issues of one card number are stopped.
package struct StoppedIssues: Hashable, Sendable {
    /// All up to this one,
    package let through: IssueNumber
    /// but for this one, which was released after its loss: of a card number one issue lives at
    /// most, and numbers above it may have been spoiled meanwhile.
    package let released: IssueNumber?

    package init(through: IssueNumber, released: IssueNumber? = nil) {
        self.through = through
        self.released = released
    }

    package func stops(_ issue: IssueNumber) -> Bool { issue <= through && issue != released }
}

/// What a terminal's list says of a card.
package enum Listing: String, Hashable, Sendable, CaseIterable {
    /// The terminal has no list.
    case noList
    case free
    /// The card is listed, by a list that is older than the plan by which it was last written: it
    /// was good when that plan was made.
    case stoppedBeforeStamp
    case stoppedSinceStamp
}
