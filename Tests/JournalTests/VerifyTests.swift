import CampusCard
import Foundation
import KioskPorts
import Testing

@testable import Journal

/// Goal: whatever a hand does to the file, the row is named. Method: a whole journal, one wrong
/// deed each, done with the rules taken away and put back.
@Suite struct VerifyTests {
    struct Deed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let findings: [JournalFinding]

        init(_ name: String, _ sql: String, _ findings: (Int64?, JournalFinding.Kind)...) {
            testDescription = name
            self.sql = sql
            self.findings = findings.map { JournalFinding(row: $0.0, kind: $0.1) }
        }
    }

    static let last = Int64(EveryEntry.list.count)
    static let deeds: [Deed] = [
        Deed("nothing", "SELECT 1"),
        Deed(
            "a body edited",
            "UPDATE journalRow SET body = replace(body, '100', '99') WHERE sequence = 2",
            (2, .edited)),
        Deed(
            "a time edited", "UPDATE journalRow SET wallMilliseconds = 0 WHERE sequence = 9",
            (9, .edited)),
        Deed(
            "a case edited",
            "UPDATE journalRow SET caseID = 'another' WHERE sequence = 7", (7, .edited)),
        Deed(
            "a hash replaced",
            "UPDATE journalRow SET hash = printf('%064d', 7) WHERE sequence = 5",
            (5, .edited), (6, .unlinked)),
        Deed(
            "the first row dropped", "DELETE FROM journalRow WHERE sequence = 1",
            (2, .dropped(from: 1))),
        Deed(
            "two rows dropped", "DELETE FROM journalRow WHERE sequence IN (5, 6)",
            (7, .dropped(from: 5))),
        Deed(
            "the tail torn off", "DELETE FROM journalRow WHERE sequence > \(last - 2)",
            (nil, .tornTail(last: last))),
        Deed(
            "everything dropped", "DELETE FROM journalRow", (nil, .tornTail(last: last))),
        Deed(
            "another journal's row",
            "UPDATE journalRow SET epoch = 'epoch-2' WHERE sequence = 8",
            (8, .edited), (8, .foreign(epoch: "epoch-2"))),
        Deed(
            "a trigger taken away", "CREATE TABLE stranger (a)",
            (nil, .schema(object: "stranger"))),
    ]

    @Test("Each deed is found at its row", arguments: deeds)
    func deed(_ deed: Deed) throws {
        let folder = try JournalFolder()
        try folder.fill(EveryEntry.list)
        try folder.tamper(deed.sql)
        #expect(try JournalReader(path: folder.path).verify() == deed.findings)
    }

    @Test("Two rows that changed places are both named")
    func reordered() throws {
        let folder = try JournalFolder()
        try folder.fill(EveryEntry.list)
        try folder.tamper(
            """
            UPDATE journalRow SET sequence = 1000 WHERE sequence = 5;
            UPDATE journalRow SET sequence = 5 WHERE sequence = 6;
            UPDATE journalRow SET sequence = 6 WHERE sequence = 1000;
            """)
        let findings = try JournalReader(path: folder.path).verify()
        #expect(
            findings == [
                JournalFinding(row: 5, kind: .reordered(written: 6)),
                JournalFinding(row: 5, kind: .edited),
                JournalFinding(row: 6, kind: .reordered(written: 4)),
                JournalFinding(row: 6, kind: .edited),
                JournalFinding(row: 7, kind: .reordered(written: 5)),
            ])
    }

    @Test("An event that the store has and the file has not is found")
    func lostEvent() throws {
        let folder = try JournalFolder()
        try folder.fill([.fact(.stock(.fed(card: Fixed.card(1)))), .started(software: "1")])
        try folder.tamper(
            """
            INSERT INTO acknowledgement VALUES (1, 9, 'b', 0, 0, printf('%064d', 0), 'made up');
            """)
        #expect(
            try JournalReader(path: folder.path).verify().map(\.description) == [
                "acknowledgement 1: its content was edited: the hash does not fit",
                "file: the store has event 8, the file ends before it",
            ])
    }

    @Test("A body that is not of its format is unreadable, and its hash wrong")
    func unreadable() throws {
        let folder = try JournalFolder()
        try folder.fill(EveryEntry.list)
        try folder.tamper("UPDATE journalRow SET version = 9 WHERE sequence = 3")
        #expect(
            try JournalReader(path: folder.path).verify().map(\.description) == [
                "row 3: its content was edited: the hash does not fit",
                "row 3: the row has format 9, this software reads format 1",
            ])
    }
}
