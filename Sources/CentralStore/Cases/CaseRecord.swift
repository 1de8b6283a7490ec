import CampusCard

/// A case as the store has it.
struct CaseRecord {
    let id: CaseID
    let kiosk: KioskID
    /// Nil for a tombstone of a case that was never opened.
    let account: AccountID?
    var stage: CaseStage
    let fee: Money
    let fence: Fence
    var blanks: Int
    var newUID: CardUID?
    var newIssue: IssueNumber?
    /// Why it was undone.
    var endReason: AbandonReason?

    static func find(_ id: CaseID, _ transaction: StoreTransaction) throws -> CaseRecord? {
        try transaction.tables.caseRecord(id)
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
        try transaction.tables.liveCase(of: account)
    }
}
