package import CampusCard
import GRDB

/// A case that needs evidence or a person, as an operator sees it.
package struct SuspectView: Hashable, Sendable {
    package let caseID: CaseID
    package let kiosk: KioskID?
    package let kind: String
    /// Milliseconds since 1970 UTC.
    package let since: Int64
    package let note: String
    package let nextActor: String
    /// How it was closed, and by whom; nil while it is open.
    package let resolution: String?
}

/// An event that could not be applied.
package struct QuarantinedEvent: Hashable, Sendable {
    package let kiosk: KioskID
    package let epoch: JournalEpoch
    package let sequence: EventSequence
    package let why: String
    /// The event as it came, JSON.
    package let event: String
}

extension Operator {
    /// The most rows of a list.
    private static let rowLimit = 1_000

    /// Suspects, the oldest first.
    package func suspects(resolvedToo: Bool) throws(StoreFailure) -> [SuspectView] {
        try service.inSQL("list suspects") { tables, _ in
            try tables.rows(
                """
                SELECT s.*, c.kiosk FROM suspect s LEFT JOIN replacement_case c
                    ON c.campus = s.campus AND c.case_id = s.case_id
                WHERE s.campus = :campus AND (:all OR s.resolved_at IS NULL)
                ORDER BY s.since, s.case_id LIMIT :limit
                """, ["all": resolvedToo, "limit": Self.rowLimit]
            ).map(Self.suspect)
        }
    }

    /// Events in quarantine, the newest first.
    package func quarantine() throws(StoreFailure) -> [QuarantinedEvent] {
        try service.inSQL("list events in quarantine") { tables, _ in
            try tables.rows(
                """
                SELECT * FROM kiosk_event WHERE campus = :campus AND quarantined IS NOT NULL
                ORDER BY received_at DESC LIMIT :limit
                """, ["limit": Self.rowLimit]
            ).map { row in
                QuarantinedEvent(
                    kiosk: KioskID(validated: row["kiosk"]),
                    epoch: JournalEpoch(validated: row["epoch"]),
                    sequence: EventSequence(row["sequence"]), why: row["quarantined"],
                    event: row["event"])
            }
        }
    }

    private static func suspect(_ row: Row) throws -> SuspectView {
        guard let kind = Suspects.Kind(rawValue: row["kind"]) else {
            throw StoreFailure("the kind of a suspect cannot be read")
        }
        let kiosk: String? = row["kiosk"]
        let resolution: String? = row["resolution"]
        let who: String? = row["who"]
        return SuspectView(
            caseID: CaseID(validated: row["case_id"]), kiosk: kiosk.flatMap(KioskID.parse),
            kind: kind.rawValue, since: row["since"], note: row["note"],
            nextActor: kind.nextActor,
            resolution: resolution.map { text in who.map { "\(text) (\($0))" } ?? text })
    }
}
