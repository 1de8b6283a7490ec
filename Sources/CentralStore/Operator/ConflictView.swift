package import CampusCard
import GRDB

/// An event that a replay could not apply, as an operator sees it.
package struct ConflictView: Hashable, Sendable {
    package let kiosk: KioskID
    package let journal: JournalEpoch
    package let sequence: EventSequence
    package let caseID: CaseID?
    /// Why the store refused it, a `Refusal`.
    package let why: String
    /// The event as it came, JSON.
    package let event: String
    /// Milliseconds since 1970 UTC.
    package let foundAt: Int64
    /// Who closed it and why; nil while it is open.
    package let closing: String?
}

extension Operator {
    /// The most conflicts of a list.
    private static let conflictLimit = 1_000

    /// Conflicts of replays, the oldest first.
    package func conflicts(closedToo: Bool) throws(StoreFailure) -> [ConflictView] {
        try service.inSQL("list conflicts") { tables, _ in
            try tables.rows(
                """
                SELECT c.*, e.event FROM replay_conflict c JOIN kiosk_event e
                    ON e.campus = c.campus AND e.kiosk = c.kiosk AND e.epoch = c.journal_epoch
                    AND e.sequence = c.sequence
                WHERE c.campus = :campus AND (:all OR c.closed_at IS NULL)
                ORDER BY c.found_at, c.kiosk, c.sequence LIMIT :limit
                """, ["all": closedToo, "limit": Self.conflictLimit]
            ).map(Self.conflict)
        }
    }

    /// Closes the conflicts of a case: a person has seen to it. It moves no money and no card.
    package func closeConflicts(
        of caseID: CaseID, who: String, why: String
    ) throws(StoreFailure) {
        try service.inTransaction("close the conflicts of case \(caseID)") { transaction in
            guard try ReplayConflict.close(caseID, who: who, why: why, transaction) > 0 else {
                throw StoreFailure("no conflict of this case is open")
            }
        }
    }

    private static func conflict(_ row: Row) -> ConflictView {
        let (caseID, who, why): (String?, String?, String?) = (
            row["case_id"], row["closed_by"], row["closed_why"]
        )
        return ConflictView(
            kiosk: KioskID(validated: row["kiosk"]),
            journal: JournalEpoch(validated: row["journal_epoch"]),
            sequence: EventSequence(row["sequence"]),
            caseID: caseID.map(CaseID.init(validated:)), why: row["why"], event: row["event"],
            foundAt: row["found_at"], closing: why.map { "\($0) (\(who ?? "nobody"))" })
    }
}
