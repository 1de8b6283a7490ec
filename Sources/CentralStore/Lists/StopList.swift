import CampusCard

/// The list of stopped cards: each entry is (card number, stopped through issue number), each has a
/// version of its own.
enum StopList {
    /// Why an entry was published.
    enum Reason: String {
        case lossReported, replaced, voided, spoiled
    }

    /// The newest version; zero for a list that has no entry. A store that lives anew begins above
    /// what its earlier life may have published.
    static func version(_ transaction: StoreTransaction) throws -> ListVersion {
        try transaction.tables.newestVersion()
    }

    /// Whether this entry of a card is on the list.
    static func contains(
        _ version: ListVersion, of card: CardNumber, _ transaction: StoreTransaction
    ) throws -> Bool {
        try transaction.tables.isListed(version, of: card)
    }

    /// Publishes an entry. What was stopped before stays stopped: the issue number is never
    /// lowered.
    @discardableResult
    static func stop(
        _ card: CardNumber, through issue: IssueNumber, _ reason: Reason,
        _ transaction: StoreTransaction
    ) throws -> ListVersion {
        let next = ListVersion(try version(transaction).value + 1)
        let before = try transaction.tables.newestEntry(of: card)?.issue ?? IssueNumber(0)
        try transaction.tables.publish(
            StopEntry(version: next, card: card, issue: max(before, issue), reason: reason),
            at: transaction.now.wall)
        return next
    }
}
