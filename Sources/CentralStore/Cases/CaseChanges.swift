import CampusCard

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
        try change(.lease(until: Self.leaseEnd(transaction)), transaction)
    }

    /// A blank takes the place of any blank before it.
    func bound(to uid: CardUID, _ issue: IssueNumber, _ transaction: StoreTransaction) throws {
        try change(.bound(uid, issue, leaseUntil: Self.leaseEnd(transaction)), transaction)
    }

    func committed(_ transaction: StoreTransaction) throws {
        try change(.committed, transaction)
    }

    func abandoned(_ reason: AbandonReason, _ transaction: StoreTransaction) throws {
        try change(.abandoned(reason), transaction)
    }

    func voided(_ transaction: StoreTransaction) throws {
        try change(.voided, transaction)
    }

    /// The student has the card: what shows it, and for a waiver who decided and why.
    func delivered(_ proof: DeliveryProof, _ transaction: StoreTransaction) throws {
        try change(.delivered(proof), transaction)
    }

    static func leaseEnd(_ transaction: StoreTransaction) -> Int64 {
        transaction.now.tick(after: transaction.policy.leaseSeconds)
    }

    private func change(_ change: CaseChange, _ transaction: StoreTransaction) throws {
        try transaction.tables.change(id, change, at: transaction.now.wall)
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
