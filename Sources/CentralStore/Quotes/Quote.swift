import CampusCard
import GRDB

/// An offer that a student may consent to within a few minutes, once.
struct Quote {
    let fee: Money
    let reason: FeeReason

    private static let idLength = 16

    static func keep(
        fee: Fee, session: Session, _ transaction: StoreTransaction
    ) throws -> QuoteID {
        let id = QuoteID(validated: transaction.environment.randomBytes(idLength).hex)
        try transaction.run(
            """
            INSERT INTO quote VALUES
                (:campus, :quote, :account, :digest, :fee, :reason, :ends, NULL)
            """,
            [
                "quote": id.text, "account": session.account.text, "digest": session.tokenDigest,
                "fee": fee.amount.fen, "reason": fee.reason.rawValue,
                "ends": transaction.now.tick(after: transaction.policy.quoteSeconds),
            ])
        return id
    }

    /// Takes the quote for a case: it must be of this session, in time, and not used by another
    /// case.
    static func take(
        _ id: QuoteID, session: Session, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> Quote {
        let row = try transaction.row(
            """
            SELECT fee, fee_reason FROM quote WHERE campus = :campus AND quote = :quote
                AND token_digest = :digest AND ends_tick > :now
                AND (used_by IS NULL OR used_by = :case)
            """,
            [
                "quote": id.text, "digest": session.tokenDigest, "now": transaction.now.tick,
                "case": caseID.text,
            ])
        guard let row, let reason = FeeReason(rawValue: row["fee_reason"]) else {
            throw Rejection(.quoteExpired)
        }
        try transaction.run(
            "UPDATE quote SET used_by = :case WHERE campus = :campus AND quote = :quote",
            ["quote": id.text, "case": caseID.text])
        return Quote(fee: Money(fen: row["fee"]), reason: reason)
    }
}
