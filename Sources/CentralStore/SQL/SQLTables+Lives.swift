import CampusCard
import GRDB

extension SQLTables {
    func newestLife() throws -> LifeRow? {
        try row(
            "SELECT * FROM store_epoch WHERE campus = :campus ORDER BY number DESC LIMIT 1"
        ).map {
            LifeRow(
                number: $0["number"], epoch: StoreEpoch(validated: $0["epoch"]),
                begunAt: $0["begun_at"], why: $0["why"], listFloor: $0["list_floor"],
                replayedAt: $0["replayed_at"])
        }
    }

    func hasHadLife(_ epoch: StoreEpoch) throws -> Bool {
        try row(
            "SELECT 1 FROM store_epoch WHERE campus = :campus AND epoch = :epoch",
            ["epoch": epoch.text]) != nil
    }

    func insert(_ life: LifeRow) throws {
        try run(
            """
            INSERT INTO store_epoch VALUES
                (:campus, :number, :epoch, :at, :why, :floor, :replayed)
            """,
            [
                "number": life.number, "epoch": life.epoch.text, "at": life.begunAt,
                "why": life.why, "floor": life.listFloor, "replayed": life.replayedAt,
            ])
    }

    func endReplay(of life: Int64, at wall: Int64) throws {
        try run(
            """
            UPDATE store_epoch SET replayed_at = :at WHERE campus = :campus AND number = :number
            """, ["at": wall, "number": life])
    }

    func skip(issues: Int64, upTo highest: Int64, fences: Int64) throws {
        try run(
            """
            UPDATE cardholder SET next_issue = MIN(next_issue + :issues, :highest),
                next_fence = next_fence + :fences WHERE campus = :campus
            """, ["issues": issues, "highest": highest, "fences": fences])
    }

    func endAllLogins() throws {
        try run("DELETE FROM session WHERE campus = :campus")
        try run("DELETE FROM quote WHERE campus = :campus")
    }

    func renewAllLeases(until tick: Int64) throws {
        try run(
            """
            UPDATE replacement_case SET lease_until = :until
            WHERE campus = :campus AND stage IN ('opened', 'bound')
            """, ["until": tick])
    }
}

/// Replays of kiosks, and their conflicts.
extension SQLTables {
    func beginReplay(of kiosk: KioskID, in life: Int64, _ row: ReplayRow) throws {
        try run(
            """
            INSERT INTO kiosk_replay (campus, number, kiosk, journal_epoch, target, other_journal)
            VALUES (:campus, :number, :kiosk, :journal, :target, :other)
            ON CONFLICT DO UPDATE SET journal_epoch = :journal, target = :target
                WHERE journal_epoch IS NULL
            """,
            [
                "number": life, "kiosk": kiosk.text, "journal": row.journal.text,
                "target": row.target.value, "other": row.isOtherJournal,
            ])
    }

    func hasBegunReplay(_ kiosk: KioskID, in life: Int64) throws -> Bool {
        try row(
            """
            SELECT 1 FROM kiosk_replay WHERE campus = :campus AND number = :number
                AND kiosk = :kiosk AND journal_epoch IS NOT NULL
            """, ["number": life, "kiosk": kiosk.text]) != nil
    }

    func replayTarget(
        of kiosk: KioskID, _ journal: JournalEpoch, in life: Int64
    ) throws -> EventSequence? {
        try row(
            """
            SELECT target FROM kiosk_replay WHERE campus = :campus AND number = :number
                AND kiosk = :kiosk AND journal_epoch = :journal
            """, ["number": life, "kiosk": kiosk.text, "journal": journal.text]
        ).map { EventSequence($0["target"]) }
    }

    func finishReplay(of kiosk: KioskID, in life: Int64, at wall: Int64) throws {
        try run(
            """
            UPDATE kiosk_replay SET done_at = :at WHERE campus = :campus AND number = :number
                AND kiosk = :kiosk AND done_at IS NULL AND other_journal = 0
            """, ["at": wall, "number": life, "kiosk": kiosk.text])
    }

    func giveUpReplay(
        of kiosk: KioskID, in life: Int64, who: String, why: String, at wall: Int64
    ) throws {
        try run(
            """
            INSERT INTO kiosk_replay (campus, number, kiosk, given_up_at, given_up_by, given_up_why)
            VALUES (:campus, :number, :kiosk, :at, :who, :why)
            ON CONFLICT DO UPDATE SET given_up_at = :at, given_up_by = :who, given_up_why = :why
            """,
            ["number": life, "kiosk": kiosk.text, "at": wall, "who": who, "why": why])
    }

    private static let unheard = """
        FROM kiosk k WHERE k.campus = :campus AND k.in_service
            AND NOT EXISTS (SELECT 1 FROM kiosk_replay r WHERE r.campus = k.campus
                AND r.number = :number AND r.kiosk = k.kiosk
                AND (r.done_at IS NOT NULL OR r.given_up_at IS NOT NULL))
        """

    func kiosksUnheard(in life: Int64) throws -> Int64 {
        try integer("SELECT COUNT(*) \(Self.unheard)", ["number": life])
    }

    func isUnheard(_ kiosk: KioskID, in life: Int64) throws -> Bool {
        try row(
            "SELECT 1 \(Self.unheard) AND k.kiosk = :kiosk",
            ["number": life, "kiosk": kiosk.text]) != nil
    }

    func insert(_ conflict: ConflictRow) throws {
        try run(
            """
            INSERT INTO replay_conflict
                (campus, kiosk, journal_epoch, sequence, number, case_id, why, found_at)
            VALUES (:campus, :kiosk, :journal, :sequence, :number, :case, :why, :at)
            """,
            [
                "kiosk": conflict.kiosk.text, "journal": conflict.journal.text,
                "sequence": conflict.sequence.value, "number": conflict.life,
                "case": conflict.caseID?.text, "why": conflict.why.rawValue,
                "at": conflict.foundAt,
            ])
    }

    func openConflicts(for reasons: Set<Refusal>) throws -> [ConflictRow] {
        try rows(
            """
            SELECT * FROM replay_conflict WHERE campus = :campus
                AND closed_at IS NULL AND case_id IS NOT NULL ORDER BY found_at, kiosk, sequence
            """
        ).compactMap { row in
            guard let why = Refusal(rawValue: row["why"]) else {
                throw StoreFailure("the reason of a conflict cannot be read")
            }
            guard reasons.contains(why) else { return nil }
            let caseID: String? = row["case_id"]
            return ConflictRow(
                kiosk: KioskID(validated: row["kiosk"]),
                journal: JournalEpoch(validated: row["journal_epoch"]),
                sequence: EventSequence(row["sequence"]), life: row["number"],
                caseID: caseID.map(CaseID.init(validated:)), why: why, foundAt: row["found_at"])
        }
    }

    func closeConflicts(
        of caseID: CaseID, who: String, why: String, at wall: Int64
    ) throws -> Int64 {
        let open = try integer(
            """
            SELECT COUNT(*) FROM replay_conflict
            WHERE campus = :campus AND case_id = :case AND closed_at IS NULL
            """, ["case": caseID.text])
        try run(
            """
            UPDATE replay_conflict SET closed_at = :at, closed_by = :who, closed_why = :why
            WHERE campus = :campus AND case_id = :case AND closed_at IS NULL
            """, ["case": caseID.text, "at": wall, "who": who, "why": why])
        return open
    }
}
