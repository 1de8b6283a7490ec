import CampusCard
import Foundation
import GRDB
import KioskCore
import KioskPorts
import Testing

@testable import Journal

/// Goal: the auditor, a second implementation in another language, agrees with the journal where it
/// is whole and finds what a hand has done to it.
@Suite struct AuditTests {
    /// A case that goes well, from the counting of the stock to the paper.
    private static let whole: [JournalEntry] =
        [.unitCounted(.hopper, found: 3, by: "t"), .unitCounted(.bin, found: 0, by: "t")]
        + CaseStories.replacement.map(\.entry) + [.caseEnded(Fixed.caseID, ending: "delivered")]

    @Test(
        "The auditor has nothing to say of a whole journal", arguments: UnfinishedCaseTests.stories)
    func whole(name: String, story: [CaseStories.Step]) throws {
        let folder = try JournalFolder()
        try folder.fill([.unitCounted(.hopper, found: 3, by: "t")] + story.map(\.entry))
        let audit = try Audit(folder.path)
        #expect(audit.status == 0, "\(name): \(audit.lines)")
        #expect(audit.lines.last?.hasPrefix("\(story.count + 1) rows, 0 findings") == true)
    }

    @Test("The auditor notes every kind of row that a person has to look at")
    func notes() throws {
        let folder = try JournalFolder()
        try folder.fill(EveryEntry.list)
        #expect(
            try Audit(folder.path).lines == [
                "note: row 50: K6: the bin was booked 3, a witness says 2",
                "53 rows, 0 findings, 1 notes",
            ])
    }

    @Test(
        "The auditor finds what a hand has done",
        arguments: [
            (
                "UPDATE journalRow SET body = replace(body, '7', '8') WHERE kind = 'cardBound'",
                "chain"
            ),
            ("DELETE FROM journalRow WHERE kind = 'caseBegun'", "chain"),
            ("DELETE FROM journalRow WHERE kind = 'caseEnded'", "chain"),
            ("DELETE FROM journalRow WHERE kind = 'movementEnded'", "K7"),
            ("DELETE FROM journalRow WHERE kind = 'movementIntended'", "K7"),
            ("UPDATE journalRow SET eventSequence = 9 WHERE eventSequence = 2", "K12"),
            (
                "DELETE FROM journalRow WHERE body LIKE '%delivered%' AND kind = 'custodyChanged'",
                "K3"
            ),
            (
                "UPDATE journalRow SET body = replace(body, 'C3', 'C4') WHERE kind = 'cardBound'",
                "K3"
            ),
            (
                "DROP VIEW stockSum; CREATE VIEW stockSum AS SELECT 1 AS loaded, 0 AS remaining,"
                    + " 0 AS inPath, 0 AS delivered, 0 AS retained, 0 AS writtenOff,"
                    + " 0 AS unaccounted", "K6"
            ),
        ])
    func found(deed: String, invariant: String) throws {
        let folder = try JournalFolder()
        try folder.fill(Self.whole)
        try folder.tamper(deed)
        let audit = try Audit(folder.path)
        #expect(audit.status == 1)
        #expect(audit.lines.contains { $0.contains(invariant + ":") }, "\(audit.lines)")
    }

    @Test(
        "The auditor names the rows that verify names",
        arguments: VerifyTests.deeds.filter { $0.testDescription != "a trigger taken away" })
    func namesRows(deed: VerifyTests.Deed) throws {
        let folder = try JournalFolder()
        try folder.fill(EveryEntry.list)
        try folder.tamper(deed.sql)
        let audit = try Audit(folder.path)
        for finding in deed.findings {
            let start =
                finding.row.map { "row \($0): chain:" } ?? "chain: the last rows are missing"
            #expect(audit.lines.contains { $0.hasPrefix(start) }, "\(finding): \(audit.lines)")
        }
    }

    @Test("Rows that changed places are named by the auditor and by verify")
    func swapped() throws {
        let folder = try JournalFolder()
        try folder.fill(Self.whole)
        try folder.tamper(
            """
            UPDATE journalRow SET sequence = 900 WHERE sequence = 5;
            UPDATE journalRow SET sequence = 5 WHERE sequence = 6;
            UPDATE journalRow SET sequence = 6 WHERE sequence = 900;
            """)
        let found = try JournalReader(path: folder.path).verify().map(\.row)
        let lines = try Audit(folder.path).lines
        for row in [Int64(5), 6] {
            #expect(found.contains(row), "\(found)")
            #expect(lines.contains { $0.hasPrefix("row \(row): chain:") }, "\(lines)")
        }
    }

    @Test("Events are compared with the store's, in the form in which they travel")
    func againstStore() throws {
        let folder = try JournalFolder()
        try folder.fill(EveryEntry.list)
        let events = try folder.open().outbox(limit: 64)
        let store = try StoreCopy(folder.url.appending(path: "store.sqlite").path)
        for event in events { try store.take(event) }
        #expect(try Audit(folder.path, store.path).status == 0)

        let changed = KioskEvent(
            sequence: EventSequence(3), atMilliseconds: 0,
            fact: .voided(caseID: Fixed.caseID, uid: nil)
        )
        try store.take(changed)
        try store.sql("DELETE FROM kiosk_event WHERE sequence = 5")
        let lines = try Audit(folder.path, store.path).lines
        #expect(lines.contains { $0.contains("K12: event 3 is another one in the store") })
        #expect(lines.contains { $0.contains("K12: the store has event 6 where 5 belongs") })
    }

    @Test("A suspect that closed against what is known, or by nobody, is found")
    func suspects() throws {
        let folder = try JournalFolder()
        try folder.fill([.started(software: "1")])
        let store = try StoreCopy(folder.url.appending(path: "store.sqlite").path)
        try store.sql(
            """
            INSERT INTO replacement_case (case_id, stage) VALUES
                ('c-1', 'voided'), ('c-2', 'delivered'), ('c-3', 'voided'), ('c-4', 'voided');
            INSERT INTO suspect VALUES
                ('c-1', 'delivery', 1, 'retained', NULL), ('c-2', 'delivery', 1, 'firstUse', NULL),
                ('c-3', 'delivery', NULL, NULL, NULL), ('c-4', 'lateDelivery', 1, 'brought', 'z');
            INSERT INTO evidence VALUES
                ('c-1', 'counted', 'retained', 'K-01'), ('c-2', 'counted', 'notInBin', 'K-01'),
                ('c-2', 'authenticatedUse', 'taken', 'T-1');
            """)
        #expect(try Audit(folder.path, store.path).status == 0)
        try store.sql(
            """
            DELETE FROM evidence WHERE kind = 'authenticatedUse';
            UPDATE suspect SET who = NULL WHERE case_id = 'c-4';
            """)
        #expect(
            try Audit(folder.path, store.path).lines.filter { $0.hasPrefix("K4") } == [
                "K4: case c-2 is delivered, and nothing that is known says so",
                "K4: what was suspect of case c-4 was closed by nobody",
            ])
    }

    @Test("A file that is no journal is status 2")
    func unreadable() throws {
        #expect(try Audit("/nonexistent").status == 2)
    }
}

/// The tables of the store that the auditor reads, with events as they arrive.
private struct StoreCopy {
    let path: String
    private let queue: DatabaseQueue

    init(_ path: String) throws {
        self.path = path
        queue = try DatabaseQueue(path: path)
        try sql(
            """
            CREATE TABLE kiosk_event (epoch, sequence INTEGER PRIMARY KEY, event, quarantined);
            CREATE TABLE card (campus, account, uid, life, lost, case_id);
            CREATE TABLE replacement_case
                (case_id, stage, evidence, evidence_who, new_uid);
            CREATE TABLE transfer (case_id, kind, fen);
            CREATE TABLE suspect (case_id, kind, resolved_at, resolution, who);
            CREATE TABLE evidence (case_id, kind, fate, source);
            CREATE TABLE withheld_uid (campus, uid);
            """)
    }

    func take(_ event: KioskEvent) throws {
        let text = String(decoding: try JSONEncoder().encode(event), as: UTF8.self)
        try queue.write {
            try $0.execute(
                sql: "INSERT OR REPLACE INTO kiosk_event VALUES ('epoch-1', ?, ?, NULL)",
                arguments: [event.sequence.value, text])
        }
    }

    func sql(_ statements: String) throws {
        try queue.write { try $0.execute(sql: statements) }
    }
}
