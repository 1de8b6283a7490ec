import CampusCard
import GRDB

/// A case as the store has it.
struct CaseRecord {
    let id: CaseID
    let kiosk: KioskID
    /// Nil for a tombstone of a case that was never opened.
    let account: AccountID?
    let stage: CaseStage
    let fee: Money
    let fence: Fence
    let blanks: Int
    let newUID: CardUID?
    let newIssue: IssueNumber?
    /// Why it was undone.
    let endReason: AbandonReason?

    static func find(_ id: CaseID, _ transaction: StoreTransaction) throws -> CaseRecord? {
        try transaction.row(
            "SELECT * FROM replacement_case WHERE campus = :campus AND case_id = :case",
            ["case": id.text]
        ).map(read)
    }

    /// A case that a row of this transaction names.
    static func require(_ id: CaseID, _ transaction: StoreTransaction) throws -> CaseRecord {
        guard let found = try find(id, transaction) else {
            throw StoreFailure("a case vanished inside a transaction")
        }
        return found
    }

    /// As `find`, for a kiosk that asks: a case belongs to the kiosk that made it.
    static func find(
        _ id: CaseID, of kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> CaseRecord? {
        let found = try find(id, transaction)
        guard found == nil || found?.kiosk == kiosk else { throw Rejection(.conflict) }
        return found
    }

    /// The case of an account that has neither ended nor been undone.
    static func live(of account: AccountID, _ transaction: StoreTransaction) throws -> CaseRecord? {
        try transaction.row(
            """
            SELECT * FROM replacement_case WHERE campus = :campus AND account = :account
                AND stage IN ('opened', 'bound', 'committed')
            """, ["account": account.text]
        ).map(read)
    }

    /// The case of a kiosk that has committed this UID and has not ended.
    static func committed(
        with uid: CardUID, at kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> CaseRecord? {
        try transaction.row(
            """
            SELECT * FROM replacement_case WHERE campus = :campus AND kiosk = :kiosk
                AND new_uid = :uid AND stage = 'committed'
            """, ["kiosk": kiosk.text, "uid": uid.description]
        ).map(read)
    }

    /// Uncommitted cases whose lease has ended, the oldest first.
    static func expired(limit: Int, _ transaction: StoreTransaction) throws -> [CaseRecord] {
        try transaction.rows(
            """
            SELECT * FROM replacement_case WHERE campus = :campus
                AND stage IN ('opened', 'bound') AND lease_until <= :now
            ORDER BY lease_until LIMIT :limit
            """, ["now": transaction.now.tick, "limit": limit]
        ).map(read)
    }

    static func read(_ row: Row) throws -> CaseRecord {
        guard let stage = CaseStage(rawValue: row["stage"]) else {
            throw StoreFailure("the stage of a case cannot be read")
        }
        let account: String? = row["account"]
        let uid: String? = row["new_uid"]
        let issue: Int64? = row["new_issue"]
        let reason: String? = row["end_reason"]
        return CaseRecord(
            id: CaseID(validated: row["case_id"]), kiosk: KioskID(validated: row["kiosk"]),
            account: account.map(AccountID.init(validated:)), stage: stage,
            fee: Money(fen: row["fee"]), fence: Fence(row["fence"]),
            blanks: row["blanks"],
            newUID: uid.flatMap(CardUID.init(hex:)),
            newIssue: issue.map { IssueNumber(UInt16($0)) },
            endReason: reason.flatMap(AbandonReason.init(rawValue:)))
    }
}
