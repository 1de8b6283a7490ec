import CampusCard
import GRDB

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
        let value = try transaction.integer(
            """
            SELECT MAX(
                COALESCE((SELECT MAX(version) FROM stop_entry WHERE campus = :campus), 0),
                COALESCE((SELECT MAX(list_floor) FROM store_epoch WHERE campus = :campus), 0))
            """)
        return ListVersion(UInt32(value))
    }

    /// Whether this entry of a card is on the list.
    static func contains(
        _ version: ListVersion, of card: CardNumber, _ transaction: StoreTransaction
    ) throws -> Bool {
        try transaction.row(
            """
            SELECT 1 FROM stop_entry
            WHERE campus = :campus AND version = :version AND card_number = :card
            """, ["version": Int64(version.value), "card": Int64(card.value)]) != nil
    }

    /// Publishes an entry. What was stopped before stays stopped: the issue number is never
    /// lowered.
    @discardableResult
    static func stop(
        _ card: CardNumber, through issue: IssueNumber, _ reason: Reason,
        _ transaction: StoreTransaction
    ) throws -> ListVersion {
        let next = ListVersion(try version(transaction).value + 1)
        let before = try newest(of: card, transaction)?.issue ?? IssueNumber(0)
        try transaction.run(
            "INSERT INTO stop_entry VALUES (:campus, :version, :card, :issue, :why, :at)",
            [
                "version": Int64(next.value), "card": Int64(card.value),
                "issue": Int64(max(before, issue).value), "why": reason.rawValue,
                "at": transaction.now.wall,
            ])
        return next
    }

    /// The newest entry of a card number.
    static func newest(
        of card: CardNumber, _ transaction: StoreTransaction
    ) throws -> (issue: IssueNumber, version: ListVersion)? {
        try transaction.row(
            """
            SELECT stopped_through, version FROM stop_entry
            WHERE campus = :campus AND card_number = :card ORDER BY version DESC LIMIT 1
            """, ["card": Int64(card.value)]
        ).map {
            (
                IssueNumber(UInt16($0["stopped_through"] as Int64)),
                ListVersion(UInt32($0["version"] as Int64))
            )
        }
    }
}
