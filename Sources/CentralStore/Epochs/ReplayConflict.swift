import CampusCard
import GRDB

/// An event that a replay could not apply to what the backup knew. It is listed until a person has
/// seen to it; nothing is changed by itself.
enum ReplayConflict {
    static func list(
        _ event: KioskEvent, of replay: KioskReplay, why: Refusal, _ transaction: StoreTransaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO replay_conflict
                (campus, kiosk, journal_epoch, sequence, number, case_id, why, found_at)
            VALUES (:campus, :kiosk, :journal, :sequence, :number, :case, :why, :at)
            """,
            [
                "kiosk": replay.kiosk.text, "journal": replay.journal.text,
                "sequence": event.sequence.value, "number": replay.life.number,
                "case": event.fact.caseID?.text, "why": why.rawValue, "at": transaction.now.wall,
            ])
    }

    /// Closes every conflict of a case.
    /// - Returns: how many there were.
    static func close(
        _ caseID: CaseID, who: String, why: String, _ transaction: StoreTransaction
    ) throws -> Int64 {
        let open = try transaction.integer(
            """
            SELECT COUNT(*) FROM replay_conflict
            WHERE campus = :campus AND case_id = :case AND closed_at IS NULL
            """, ["case": caseID.text])
        try transaction.run(
            """
            UPDATE replay_conflict SET closed_at = :at, closed_by = :who, closed_why = :why
            WHERE campus = :campus AND case_id = :case AND closed_at IS NULL
            """, ["case": caseID.text, "at": transaction.now.wall, "who": who, "why": why])
        return open
    }
}
