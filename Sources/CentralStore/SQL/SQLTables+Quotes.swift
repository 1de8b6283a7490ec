import CampusCard
import GRDB

extension SQLTables {
    func insert(_ quote: QuoteRow) throws {
        try run(
            """
            INSERT INTO quote VALUES
                (:campus, :quote, :account, :digest, :fee, :reason, :ends, :case)
            """,
            [
                "quote": quote.id.text, "account": quote.account.text, "digest": quote.tokenDigest,
                "fee": quote.fee.fen, "reason": quote.reason.rawValue, "ends": quote.endsTick,
                "case": quote.usedBy?.text,
            ])
    }

    func quote(_ id: QuoteID) throws -> QuoteRow? {
        try row(
            "SELECT * FROM quote WHERE campus = :campus AND quote = :quote", ["quote": id.text]
        ).map { row in
            guard let reason = FeeReason(rawValue: row["fee_reason"]) else {
                throw StoreFailure("the reason of a quote's fee cannot be read")
            }
            let usedBy: String? = row["used_by"]
            return QuoteRow(
                id: id, account: AccountID(validated: row["account"]),
                tokenDigest: row["token_digest"], fee: Money(fen: row["fee"]), reason: reason,
                endsTick: row["ends_tick"], usedBy: usedBy.map(CaseID.init(validated:)))
        }
    }

    func use(_ id: QuoteID, for caseID: CaseID) throws {
        try run(
            "UPDATE quote SET used_by = :case WHERE campus = :campus AND quote = :quote",
            ["quote": id.text, "case": caseID.text])
    }

    func unusedWaiver(of account: AccountID) throws -> String? {
        try row(
            """
            SELECT waiver FROM fee_waiver
            WHERE campus = :campus AND account = :account AND used_by IS NULL
            ORDER BY at, waiver LIMIT 1
            """, ["account": account.text])?["waiver"]
    }

    func insert(_ waiver: WaiverRow) throws {
        try run(
            """
            INSERT INTO fee_waiver VALUES (:campus, :waiver, :account, :who, :why, :at, :case)
            """,
            [
                "waiver": waiver.id, "account": waiver.account.text, "who": waiver.who,
                "why": waiver.why, "at": waiver.at, "case": waiver.usedBy?.text,
            ])
    }

    func use(waiver: String, for caseID: CaseID) throws {
        try run(
            "UPDATE fee_waiver SET used_by = :case WHERE campus = :campus AND waiver = :waiver",
            ["case": caseID.text, "waiver": waiver])
    }

    func hasUsedWaiver(_ caseID: CaseID) throws -> Bool {
        try row(
            "SELECT 1 FROM fee_waiver WHERE campus = :campus AND used_by = :case",
            ["case": caseID.text]) != nil
    }

    func giveBackWaivers(of caseID: CaseID) throws {
        try run(
            "UPDATE fee_waiver SET used_by = NULL WHERE campus = :campus AND used_by = :case",
            ["case": caseID.text])
    }
}
