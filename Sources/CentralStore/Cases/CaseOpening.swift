import CampusCard

/// The making of a case's row.
enum CaseOpening {
    /// A fence above every fence that the account has had.
    static func nextFence(
        of account: AccountID, _ transaction: StoreTransaction
    ) throws -> Fence {
        try transaction.tables.takeFence(of: account)
    }

    /// Opens a case with a lease of this fence.
    static func insert(
        _ id: CaseID, kiosk: KioskID, account: AccountID, fee: Money, fence: Fence,
        _ transaction: StoreTransaction
    ) throws {
        try insert(
            id, kiosk: kiosk, account: account, stage: .opened, fee: fee, fence: fence,
            reason: nil, transaction)
    }

    /// A tombstone for a case that the store never saw open: nothing of it can succeed later.
    static func insertTombstone(
        _ id: CaseID, kiosk: KioskID, stage: CaseStage, reason: AbandonReason?,
        _ transaction: StoreTransaction
    ) throws {
        try insert(
            id, kiosk: kiosk, account: nil, stage: stage, fee: .zero, fence: Fence(0),
            reason: reason, transaction)
    }

    private static func insert(
        _ id: CaseID, kiosk: KioskID, account: AccountID?, stage: CaseStage, fee: Money,
        fence: Fence, reason: AbandonReason?, _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.insert(
            CaseRecord(
                id: id, kiosk: kiosk, account: account, stage: stage, fee: fee, fence: fence,
                blanks: 0, newUID: nil, newIssue: nil, endReason: reason),
            leaseUntil: CaseRecord.leaseEnd(transaction), at: transaction.now.wall)
    }
}
