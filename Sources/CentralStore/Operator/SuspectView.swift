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
    /// What is known, the weightiest first.
    package let evidence: [EvidenceView]
    /// What would close it, and why nothing has yet.
    package let waitsFor: String
    /// How it was closed, and by whom; nil while it is open.
    package let resolution: String?
}

/// One piece of evidence, as an operator sees it.
package struct EvidenceView: Hashable, Sendable {
    package let kind: EvidenceKind
    package let fate: CardFate
    /// The terminal, the kiosk or the person that it comes from.
    package let source: String
    package let note: String
    /// Milliseconds since 1970 UTC.
    package let at: Int64
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
            ).map { try Self.suspect($0, tables) }
        }
    }

    private static func evidence(_ caseID: String, _ tables: SQLTables) throws -> [EvidenceView] {
        try tables.rows(
            """
            SELECT kind, fate, source, note, at FROM evidence
            WHERE campus = :campus AND case_id = :case ORDER BY at, source
            """, ["case": caseID]
        ).map { row in
            guard let kind = EvidenceKind(rawValue: row["kind"]),
                let fate = CardFate(rawValue: row["fate"])
            else { throw StoreFailure("the evidence of a case cannot be read") }
            return EvidenceView(
                kind: kind, fate: fate, source: row["source"], note: row["note"], at: row["at"])
        }.sorted { ($0.kind.rank, $0.at) < ($1.kind.rank, $1.at) }
    }

    /// Events in quarantine, the newest first; those of a replay that were settled since are left out.
    package func quarantine() throws(StoreFailure) -> [QuarantinedEvent] {
        try service.inSQL("list events in quarantine") { tables, _ in
            try tables.rows(
                """
                SELECT * FROM kiosk_event e WHERE campus = :campus AND quarantined IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM replay_conflict c WHERE c.campus = e.campus
                        AND c.kiosk = e.kiosk AND c.journal_epoch = e.epoch
                        AND c.sequence = e.sequence AND c.closed_at IS NOT NULL)
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

    private static func suspect(_ row: Row, _ tables: SQLTables) throws -> SuspectView {
        guard let kind = Suspects.Kind(rawValue: row["kind"]) else {
            throw StoreFailure("the kind of a suspect cannot be read")
        }
        let evidence = try evidence(row["case_id"], tables)
        let kiosk: String? = row["kiosk"]
        let resolution: String? = row["resolution"]
        let who: String? = row["who"]
        return SuspectView(
            caseID: CaseID(validated: row["case_id"]), kiosk: kiosk.flatMap(KioskID.parse),
            kind: kind.rawValue, since: row["since"], note: row["note"],
            evidence: evidence, waitsFor: kind.waitsFor(evidence),
            resolution: resolution.map { text in who.map { "\(text) (\($0))" } ?? text })
    }
}

extension Suspects.Kind {
    /// What would close a suspect of this kind, as things stand.
    fileprivate func waitsFor(_ evidence: [EvidenceView]) -> String {
        switch self {
        case .delivery:
            let counts = evidence.filter { $0.kind == .counted }
            if counts.contains(where: { $0.fate == .notInBin }) {
                return "first use, or the service desk: the card is not in the bin, and nobody saw "
                    + "who has it"
            }
            if counts.contains(where: { $0.fate == .undecided }) {
                return "first use, the card's UID read in the bin, or the service desk: the count "
                    + "fits more than one story"
            }
            return "first use, the card's UID or a count of the bin, or the service desk"
        case .lateDelivery:
            return "the service desk: the hold was released, and the card is out"
        case .contradiction:
            return "the service desk: what was reported does not fit how the case stands"
        }
    }
}
