import CampusCard

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
        try transaction.tables.unusedWaiver(of: account)
    }

    /// Why the fee of an opened case is what it is, as far as its waiver says.
    static func reason(of found: CaseRecord, _ transaction: StoreTransaction) throws -> FeeReason {
        if try transaction.tables.hasUsedWaiver(found.id) { return .waived }
        return found.fee == .zero ? .firstFree : .standard
    }

    /// Spends one waiver on a case.
    static func spend(
        of account: AccountID, on caseID: CaseID, _ transaction: StoreTransaction
    ) throws {
        guard let waiver = try unused(of: account, transaction) else {
            throw Rejection(.quoteExpired)
        }
        try transaction.tables.use(waiver: waiver, for: caseID)
    }

    /// Gives the waiver of a case back when the student got no card for it.
    static func giveBack(from caseID: CaseID, _ transaction: StoreTransaction) throws {
        try transaction.tables.giveBackWaivers(of: caseID)
    }
}
