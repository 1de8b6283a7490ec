import CampusCard
import GRDB

/// The making of a case's row.
enum CaseOpening {
    /// A fence above every fence that the account has had.
    static func nextFence(
        of account: AccountID, _ transaction: StoreTransaction
    ) throws -> Fence {
        Fence(
            try transaction.integer(
                """
                UPDATE cardholder SET next_fence = next_fence + 1
                WHERE campus = :campus AND account = :account RETURNING next_fence
                """, ["account": account.text]))
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
        try transaction.run(
            """
            INSERT INTO replacement_case
                (campus, case_id, kiosk, account, stage, fee, fence, lease_until, end_reason,
                 opened_at, changed_at)
            VALUES (:campus, :case, :kiosk, :account, :stage, :fee, :fence, :until, :reason,
                 :at, :at)
            """,
            [
                "case": id.text, "kiosk": kiosk.text, "account": account?.text,
                "stage": stage.rawValue, "fee": fee.fen, "fence": fence.value,
                "until": transaction.now.tick(after: transaction.policy.leaseSeconds),
                "reason": reason?.rawValue, "at": transaction.now.wall,
            ])
    }
}
