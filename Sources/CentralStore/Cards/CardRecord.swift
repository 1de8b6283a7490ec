import CampusCard
import GRDB

/// A card as the store has it, by (card number, issue number).
struct CardRecord {
    let cardNumber: CardNumber
    let issueNumber: IssueNumber
    let account: AccountID
    let uid: CardUID
    let life: CardLife
    let lost: Bool
    /// The list version of the plan by which it was written.
    let goodAsOf: ListVersion
    /// When its UID was bound, milliseconds since 1970 UTC.
    let boundAt: Int64

    /// The card of an account that lives (active or in delivery), lost or not: there is at most
    /// one.
    static func usable(of account: AccountID, _ transaction: StoreTransaction) throws -> CardRecord?
    {
        try transaction.row(
            """
            SELECT * FROM card WHERE campus = :campus AND account = :account
                AND life IN ('inDelivery', 'active')
            """, ["account": account.text]
        ).map(read)
    }

    /// The cards that were bound to a case and are still being issued.
    static func issuing(for caseID: CaseID, _ transaction: StoreTransaction) throws -> [CardRecord]
    {
        try transaction.rows(
            """
            SELECT * FROM card WHERE campus = :campus AND case_id = :case AND life = 'issuing'
            ORDER BY issue_number
            """, ["case": caseID.text]
        ).map(read)
    }

    /// The card of a UID.
    static func find(uid: CardUID, _ transaction: StoreTransaction) throws -> CardRecord? {
        try transaction.row(
            "SELECT * FROM card WHERE campus = :campus AND uid = :uid",
            ["uid": uid.description]
        ).map(read)
    }

    func move(to life: CardLife, _ transaction: StoreTransaction) throws {
        try transaction.run(
            """
            UPDATE card SET life = :life
            WHERE campus = :campus AND card_number = :card AND issue_number = :issue
            """,
            [
                "life": life.rawValue, "card": Int64(cardNumber.value),
                "issue": Int64(issueNumber.value),
            ])
    }

    /// Marks the card as lost and publishes its entry; a card that was lost before keeps its own.
    /// - Returns: the list version that stops it.
    func reportLost(_ transaction: StoreTransaction) throws -> ListVersion {
        if lost, let entry = try StopList.newest(of: cardNumber, transaction) {
            return entry.version
        }
        try transaction.run(
            """
            UPDATE card SET lost = 1
            WHERE campus = :campus AND card_number = :card AND issue_number = :issue
            """, ["card": Int64(cardNumber.value), "issue": Int64(issueNumber.value)])
        return try StopList.stop(cardNumber, through: issueNumber, .lossReported, transaction)
    }

    static func read(_ row: Row) throws -> CardRecord {
        guard let life = CardLife(rawValue: row["life"]), let uid = CardUID(hex: row["uid"]) else {
            throw StoreFailure("a card's life or UID cannot be read")
        }
        return CardRecord(
            cardNumber: CardNumber(UInt32(row["card_number"] as Int64)),
            issueNumber: IssueNumber(UInt16(row["issue_number"] as Int64)),
            account: AccountID(validated: row["account"]), uid: uid, life: life, lost: row["lost"],
            goodAsOf: ListVersion(UInt32(row["good_as_of"] as Int64)), boundAt: row["bound_at"])
    }
}
