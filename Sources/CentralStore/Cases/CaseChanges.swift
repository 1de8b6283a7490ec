import CampusCard
import GRDB

/// The changes of a case's row. The schema refuses a stage that does not follow from the one
/// before.
extension CaseRecord {
    /// Where the case stands, for the kiosk.
    func standing(_ transaction: StoreTransaction) throws -> CaseStanding {
        let now = try CaseRecord.require(id, transaction)
        return CaseStanding(
            stage: now.stage, money: try Ledger.standing(of: now, transaction), fee: now.fee)
    }

    /// Progress: the lease starts again.
    func renewLease(_ transaction: StoreTransaction) throws {
        try update("lease_until = :until", ["until": leaseEnd(transaction)], transaction)
    }

    /// A blank takes the place of any blank before it.
    func bound(to uid: CardUID, _ issue: IssueNumber, _ transaction: StoreTransaction) throws {
        try update(
            """
            stage = 'bound', blanks = blanks + 1, new_uid = :uid, new_issue = :issue,
            lease_until = :until
            """,
            [
                "uid": uid.description, "issue": Int64(issue.value),
                "until": leaseEnd(transaction),
            ], transaction)
    }

    func committed(_ transaction: StoreTransaction) throws {
        try update("stage = 'committed'", [:], transaction)
    }

    func abandoned(_ reason: AbandonReason, _ transaction: StoreTransaction) throws {
        try update(
            "stage = 'abandoned', end_reason = :reason", ["reason": reason.rawValue], transaction)
    }

    func voided(_ transaction: StoreTransaction) throws {
        try update("stage = 'voided'", [:], transaction)
    }

    /// The student has the card: what shows it, and for a waiver who decided and why.
    func delivered(_ proof: DeliveryProof, _ transaction: StoreTransaction) throws {
        try update(
            "stage = 'delivered', evidence = :evidence, evidence_who = :who, evidence_why = :why",
            ["evidence": proof.evidence, "who": proof.who, "why": proof.why], transaction)
    }

    private func leaseEnd(_ transaction: StoreTransaction) -> Int64 {
        transaction.now.tick(after: transaction.policy.leaseSeconds)
    }

    private func update(
        _ changes: String, _ arguments: StoreTransaction.Arguments, _ transaction: StoreTransaction
    ) throws {
        var all = arguments
        all["case"] = id.text
        all["changed"] = transaction.now.wall
        try transaction.run(
            """
            UPDATE replacement_case SET \(changes), changed_at = :changed
            WHERE campus = :campus AND case_id = :case
            """, all)
    }
}

/// What a capture rests on (K4).
struct DeliveryProof {
    let evidence: String
    let who: String?
    let why: String?

    init(_ evidence: DeliveryEvidence) {
        self.evidence = evidence.rawValue
        who = nil
        why = nil
    }

    /// A person decided.
    init(waivedBy who: String, why: String) {
        evidence = "waiver"
        self.who = who
        self.why = why
    }
}
