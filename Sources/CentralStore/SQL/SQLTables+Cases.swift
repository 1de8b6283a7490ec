import CampusCard
import GRDB

extension SQLTables {
    func caseRecord(_ id: CaseID) throws -> CaseRecord? {
        try row(
            "SELECT * FROM replacement_case WHERE campus = :campus AND case_id = :case",
            ["case": id.text]
        ).map(Self.record)
    }

    func liveCase(of account: AccountID) throws -> CaseRecord? {
        try row(
            """
            SELECT * FROM replacement_case WHERE campus = :campus AND account = :account
                AND stage IN ('opened', 'bound', 'committed')
            """, ["account": account.text]
        ).map(Self.record)
    }

    func expiredCases(at tick: Int64, limit: Int) throws -> [CaseRecord] {
        try rows(
            """
            SELECT * FROM replacement_case WHERE campus = :campus
                AND stage IN ('opened', 'bound') AND lease_until <= :now
            ORDER BY lease_until, case_id LIMIT :limit
            """, ["now": tick, "limit": limit]
        ).map(Self.record)
    }

    func insert(_ record: CaseRecord, leaseUntil tick: Int64, at wall: Int64) throws {
        try run(
            """
            INSERT INTO replacement_case
                (campus, case_id, kiosk, account, stage, fee, fence, lease_until, end_reason,
                 opened_at, changed_at)
            VALUES (:campus, :case, :kiosk, :account, :stage, :fee, :fence, :until, :reason,
                 :at, :at)
            """,
            [
                "case": record.id.text, "kiosk": record.kiosk.text, "account": record.account?.text,
                "stage": record.stage.rawValue, "fee": record.fee.fen, "fence": record.fence.value,
                "until": tick, "reason": record.endReason?.rawValue, "at": wall,
            ])
    }

    /// The schema refuses a stage that does not follow from the one before.
    func change(_ id: CaseID, _ change: CaseChange, at wall: Int64) throws {
        switch change {
        case .lease(let until):
            try update(id, "lease_until = :until", ["until": until], at: wall)
        case .bound(let uid, let issue, let until):
            try update(
                id,
                """
                stage = 'bound', blanks = blanks + 1, new_uid = :uid, new_issue = :issue,
                lease_until = :until
                """,
                ["uid": uid.description, "issue": Int64(issue.value), "until": until], at: wall)
        case .committed: try update(id, "stage = 'committed'", [:], at: wall)
        case .abandoned(let reason):
            try update(
                id, "stage = 'abandoned', end_reason = :reason", ["reason": reason.rawValue],
                at: wall)
        case .voided: try update(id, "stage = 'voided'", [:], at: wall)
        case .delivered(let proof):
            try update(
                id,
                """
                stage = 'delivered', evidence = :evidence, evidence_who = :who, evidence_why = :why
                """, ["evidence": proof.evidence, "who": proof.who, "why": proof.why], at: wall)
        }
    }

    private func update(
        _ id: CaseID, _ changes: String, _ arguments: Arguments, at wall: Int64
    ) throws {
        var all = arguments
        all["case"] = id.text
        all["changed"] = wall
        try run(
            """
            UPDATE replacement_case SET \(changes), changed_at = :changed
            WHERE campus = :campus AND case_id = :case
            """, all)
    }

    static func record(_ row: Row) throws -> CaseRecord {
        guard let stage = CaseStage(rawValue: row["stage"]) else {
            throw StoreFailure("the stage of a case cannot be read")
        }
        let account: String? = row["account"]
        let uid: String? = row["new_uid"]
        let issue: Int64? = row["new_issue"]
        let reason: String? = row["end_reason"]
        return CaseRecord(
            id: CaseID(validated: row["case_id"]), kiosk: KioskID(validated: row["kiosk"]),
            account: account.map(AccountID.init(validated:)), stage: stage,
            fee: Money(fen: row["fee"]), fence: Fence(row["fence"]),
            blanks: row["blanks"],
            newUID: uid.flatMap(CardUID.init(hex:)),
            newIssue: issue.map { IssueNumber(UInt16($0)) },
            endReason: reason.flatMap(AbandonReason.init(rawValue:)))
    }
}

/// Suspects.
extension SQLTables {
    func openSuspect(
        _ caseID: CaseID, _ kind: Suspects.Kind, note: String, at wall: Int64
    ) throws {
        try run(
            """
            INSERT INTO suspect (campus, case_id, kind, since, note)
            VALUES (:campus, :case, :kind, :at, :note) ON CONFLICT DO NOTHING
            """, ["case": caseID.text, "kind": kind.rawValue, "at": wall, "note": note])
    }

    func closeSuspect(
        _ caseID: CaseID, _ kind: Suspects.Kind, as resolution: String, who: String?, at wall: Int64
    ) throws {
        try run(
            """
            UPDATE suspect SET resolved_at = :at, resolution = :resolution, who = :who
            WHERE campus = :campus AND case_id = :case AND kind = :kind AND resolved_at IS NULL
            """,
            [
                "case": caseID.text, "kind": kind.rawValue, "at": wall, "resolution": resolution,
                "who": who,
            ])
    }
}
