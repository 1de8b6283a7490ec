import CampusCard

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
    ) throws -> Int {
        try transaction.tables.replacementStages(of: account, since: wall).count(where: counts)
    }

    /// A replacement counts when its case goes on or was delivered, or lies before this store.
    private static func counts(_ stage: CaseStage?) -> Bool {
        switch stage {
        case nil, .committed, .delivered: true
        case .unheard, .opened, .bound, .voided, .abandoned: false
        }
    }

    /// Books a replacement; `caseID` is nil for one from before this store.
    static func book(
        _ account: AccountID, at wall: Int64, caseID: CaseID?, _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.bookReplacement(account, at: wall, caseID: caseID)
    }
}
