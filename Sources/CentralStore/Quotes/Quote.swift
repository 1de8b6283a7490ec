import CampusCard

/// An offer that a student may consent to within a few minutes, once.
struct Quote {
    let fee: Money
    let reason: FeeReason

    private static let idLength = 16

    static func keep(
        fee: Fee, session: Session, _ transaction: StoreTransaction
    ) throws -> QuoteID {
        let id = QuoteID(validated: transaction.environment.randomBytes(idLength).hex)
        try transaction.tables.insert(
            QuoteRow(
                id: id, account: session.account, tokenDigest: session.tokenDigest,
                fee: fee.amount, reason: fee.reason,
                endsTick: transaction.now.tick(after: transaction.policy.quoteSeconds)))
        return id
    }

    /// Takes the quote for a case: it must be of this session, in time, and not used by another
    /// case.
    static func take(
        _ id: QuoteID, session: Session, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> Quote {
        guard let kept = try transaction.tables.quote(id), kept.tokenDigest == session.tokenDigest,
            kept.endsTick > transaction.now.tick, kept.usedBy == nil || kept.usedBy == caseID
        else { throw Rejection(.quoteExpired) }
        try transaction.tables.use(id, for: caseID)
        return Quote(fee: kept.fee, reason: kept.reason)
    }
}
