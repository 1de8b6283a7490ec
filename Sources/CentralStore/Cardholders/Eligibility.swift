import CampusCard
import GRDB

/// Who may have a replacement now: asked at the quote, and again when the case opens.
enum Eligibility {
    /// - Parameter opening: the case that asks; a live uncommitted one of another kiosk does not
    ///   stand in its way.
    static func require(_ holder: Cardholder, _ transaction: StoreTransaction) throws {
        guard holder.standing == .enrolled else { throw Rejection(.notEnrolled) }
        guard !holder.frozen else { throw Rejection(.frozen) }
        guard holder.cardNumber != nil else { throw Rejection(.noCard) }
        if let waiting = try CaseRecord.live(of: holder.account, transaction),
            waiting.stage == .committed
        {
            throw Rejection(.cardWaiting, kiosk: waiting.kiosk)
        }
        let limit = transaction.policy.replacementLimit
        let since = transaction.now.wall - Int64(limit.days) * Self.dayMilliseconds
        guard try Replacements.count(of: holder.account, since: since, transaction) < limit.count
        else { throw Rejection(.replacementLimit) }
    }

    private static let dayMilliseconds: Int64 = 86_400_000
}

/// The replacements that an account has had; a voided one does not count.
enum Replacements {
    static func count(
        of account: AccountID, since wall: Int64, _ transaction: StoreTransaction
    ) throws -> Int64 {
        try transaction.integer(
            """
            SELECT COUNT(*) FROM replacement r LEFT JOIN replacement_case c
                ON c.campus = r.campus AND c.case_id = r.case_id
            WHERE r.campus = :campus AND r.account = :account AND r.at >= :since
                AND (c.stage IS NULL OR c.stage IN ('committed', 'delivered'))
            """, ["account": account.text, "since": wall])
    }

    /// Books a replacement; `caseID` is nil for one from before this store.
    static func book(
        _ account: AccountID, at wall: Int64, caseID: CaseID?, _ transaction: StoreTransaction
    ) throws {
        try transaction.run(
            "INSERT INTO replacement VALUES (:campus, :account, :at, :case)",
            ["account": account.text, "at": wall, "case": caseID?.text])
    }
}
