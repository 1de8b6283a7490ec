import CampusCard
import GRDB

/// What a replacement costs one account now, and why.
struct Fee {
    let amount: Money
    let reason: FeeReason

    static func now(for account: AccountID, _ transaction: StoreTransaction) throws -> Fee {
        if try FeeWaiver.unused(of: account, transaction) != nil {
            return Fee(amount: .zero, reason: .waived)
        }
        let earlier = try Replacements.count(of: account, since: .min, transaction)
        if transaction.policy.firstReplacementFree && earlier == 0 {
            return Fee(amount: .zero, reason: .firstFree)
        }
        return Fee(amount: transaction.policy.standardFee, reason: .standard)
    }
}

/// An operator's decision that the next replacement of an account costs nothing.
enum FeeWaiver {
    static func unused(of account: AccountID, _ transaction: StoreTransaction) throws -> String? {
        try transaction.row(
            """
            SELECT waiver FROM fee_waiver
            WHERE campus = :campus AND account = :account AND used_by IS NULL
            ORDER BY at, waiver LIMIT 1
            """, ["account": account.text]
        )?["waiver"]
    }

    /// Why the fee of an opened case is what it is, as far as its waiver says.
    static func reason(of found: CaseRecord, _ transaction: StoreTransaction) throws -> FeeReason {
        let spent = try transaction.row(
            "SELECT 1 FROM fee_waiver WHERE campus = :campus AND used_by = :case",
            ["case": found.id.text])
        if spent != nil { return .waived }
        return found.fee == .zero ? .firstFree : .standard
    }

    /// Spends one waiver on a case.
    static func spend(
        of account: AccountID, on caseID: CaseID, _ transaction: StoreTransaction
    ) throws {
        guard let waiver = try unused(of: account, transaction) else {
            throw Rejection(.quoteExpired)
        }
        try transaction.run(
            "UPDATE fee_waiver SET used_by = :case WHERE campus = :campus AND waiver = :waiver",
            ["case": caseID.text, "waiver": waiver])
    }

    /// Gives the waiver of a case back when the student got no card for it.
    static func giveBack(from caseID: CaseID, _ transaction: StoreTransaction) throws {
        try transaction.run(
            "UPDATE fee_waiver SET used_by = NULL WHERE campus = :campus AND used_by = :case",
            ["case": caseID.text])
    }
}
