import CampusCard

/// The list of stopped cards: each entry says which issues of a card number are stopped, each has a
/// version of its own.
enum StopList {
    /// Why an entry was published.
    enum Reason: String {
        case lossReported, replaced, voided, spoiled, released
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

    /// Publishes an entry that stops. What was stopped before stays stopped: the issue number is never
    /// lowered. An entry stops every number up to its own; a card of the account that lives and is not lost is left out by
    /// another entry: it was given back, and the stop comes from a case of before that.
    @discardableResult
    static func stop(
        _ card: CardNumber, of account: AccountID, through issue: IssueNumber, _ reason: Reason,
        _ transaction: StoreTransaction
    ) throws -> ListVersion {
        let stopped = StoppedIssues(through: max(try stopped(card, transaction), issue))
        let version = try publish(card, stopped, reason, transaction)
        guard let living = try CardRecord.usable(of: account, transaction), !living.lost,
            stopped.stops(living.issueNumber)
        else { return version }
        return try release(living, transaction)
    }

    /// Publishes an entry that leaves this card out. Issues above it may have been spoiled since it was
    /// lost, and stay stopped.
    static func release(
        _ card: CardRecord, _ transaction: StoreTransaction
    ) throws -> ListVersion {
        let before = try stopped(card.cardNumber, transaction)
        return try publish(
            card.cardNumber,
            StoppedIssues(through: max(before, card.issueNumber), released: card.issueNumber),
            .released, transaction)
    }

    private static func stopped(
        _ card: CardNumber, _ transaction: StoreTransaction
    ) throws -> IssueNumber {
        try transaction.tables.newestEntry(of: card)?.issues.through ?? IssueNumber(0)
    }

    private static func publish(
        _ card: CardNumber, _ issues: StoppedIssues, _ reason: Reason,
        _ transaction: StoreTransaction
    ) throws -> ListVersion {
        let next = ListVersion(try version(transaction).value + 1)
        try transaction.tables.publish(
            StopEntry(version: next, card: card, issues: issues, reason: reason),
            at: transaction.now.wall)
        return next
    }
}
