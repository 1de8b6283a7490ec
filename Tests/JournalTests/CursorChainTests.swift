import CampusCard
import Foundation
import GRDB
import KioskPorts
import Testing

@testable import Journal

/// Goal: what the store has acknowledged cannot be changed, dropped or moved without a trace, for then an event would never
/// be sent, or the kiosk would say that the store has one that it has not. Method: a journal with acknowledgements in two
/// lives of the store, one wrong deed each, looked at by verify and by the auditor.
@Suite struct CursorChainTests {
    struct Deed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        /// What verify says.
        let findings: [JournalFinding]
        /// How the auditor's lines begin.
        let lines: [String]

        init(
            _ name: String, _ sql: String,
            _ findings: (JournalFinding.List, Int64?, JournalFinding.Kind)..., lines: String...
        ) {
            testDescription = name
            self.sql = sql
            self.findings = findings.map { JournalFinding($0.0, row: $0.1, kind: $0.2) }
            self.lines = lines
        }
    }

    private static let swap = """
        UPDATE acknowledgement SET number = 90 WHERE number = 2;
        UPDATE acknowledgement SET number = 2 WHERE number = 3;
        UPDATE acknowledgement SET number = 3 WHERE number = 90;
        """

    static let deeds: [Deed] = [
        Deed("nothing", "SELECT 1"),
        Deed(
            "an acknowledgement raised",
            "UPDATE acknowledgement SET nextEvent = 5 WHERE number = 4",
            (.acknowledgements, 4, .edited), lines: "acknowledgement 4: chain: its content"),
        Deed(
            "one lowered, with a time that fits",
            "UPDATE acknowledgement SET nextEvent = 2, wallMilliseconds = 7 WHERE number = 2",
            (.acknowledgements, 2, .edited), lines: "acknowledgement 2: chain: its content"),
        Deed(
            "one dropped", "DELETE FROM acknowledgement WHERE number = 2",
            (.acknowledgements, 3, .dropped(from: 2)),
            lines: "acknowledgement 3: chain: those from 2 to 2 are missing"),
        Deed(
            "the last one dropped", "DELETE FROM acknowledgement WHERE number = 4",
            (.acknowledgements, nil, .tornTail(last: 4)),
            lines: "acknowledgement: chain: the last ones are missing, up to 4"),
        Deed(
            "all dropped", "DELETE FROM acknowledgement",
            (.acknowledgements, nil, .tornTail(last: 4)),
            lines: "acknowledgement: chain: the last ones are missing, up to 4"),
        Deed(
            "two that changed places", swap,
            (.acknowledgements, 2, .reordered(written: 3)), (.acknowledgements, 2, .edited),
            (.acknowledgements, 3, .reordered(written: 1)), (.acknowledgements, 3, .edited),
            (.acknowledgements, 4, .reordered(written: 2)),
            lines: "acknowledgement 2: chain: it does not follow",
            "acknowledgement 3: chain: it does not follow",
            "acknowledgement 4: chain: it does not follow"),
        Deed(
            "one replaced with its hash",
            """
            UPDATE acknowledgement SET hash = printf('%064d', 7) WHERE number = 2
            """,
            (.acknowledgements, 2, .edited), (.acknowledgements, 3, .unlinked),
            lines: "acknowledgement 2: chain: its content",
            "acknowledgement 3: chain: it does not follow"),
        Deed(
            "a life of the store that goes back further",
            "UPDATE storeLife SET nextEvent = 1 WHERE number = 2", (.storeLives, 2, .edited),
            lines: "life of the store 2: chain: its content"),
        Deed(
            "a life of the store dropped", "DELETE FROM storeLife WHERE number = 2",
            (.storeLives, nil, .tornTail(last: 2)),
            lines: "life of the store: chain: the last ones are missing, up to 2"),
    ]

    /// Four acknowledgements: two in the first life, two in the second, which wants one event again.
    private static func journal() throws -> JournalFolder {
        let folder = try JournalFolder()
        let journal = try folder.open()
        try journal.append(
            (1...4).map { .fact(.stock(.fed(card: Fixed.card($0)))) }, at: .test)
        try journal.beginStoreLife(StoreEpoch(validated: "a"), next: EventSequence(1), at: .test)
        try journal.acknowledge(next: EventSequence(2), at: .at(1))
        try journal.acknowledge(next: EventSequence(4), at: .at(2))
        try journal.beginStoreLife(StoreEpoch(validated: "b"), next: EventSequence(2), at: .at(3))
        try journal.acknowledge(next: EventSequence(3), at: .at(4))
        try journal.acknowledge(next: EventSequence(4), at: .at(5))
        try journal.close()
        return folder
    }

    @Test("Each deed is found where it was done, by verify and by the auditor", arguments: deeds)
    func deed(_ deed: Deed) throws {
        let folder = try Self.journal()
        try folder.tamper(deed.sql)
        #expect(try JournalReader(path: folder.path).verify() == deed.findings)
        let audit = try Audit(folder.path)
        #expect(audit.status == (deed.findings.isEmpty ? 0 : 1))
        for start in deed.lines {
            #expect(audit.lines.contains { $0.hasPrefix(start) }, "\(start): \(audit.lines)")
        }
    }

    @Test("The words of a finding name the list and the number")
    func words() throws {
        let folder = try Self.journal()
        try folder.tamper(
            """
            DELETE FROM acknowledgement WHERE number = 2;
            UPDATE storeLife SET storeEpoch = 'c' WHERE number = 2;
            """)
        #expect(
            try JournalReader(path: folder.path).verify().map(\.description) == [
                "acknowledgement 3: acknowledgements 2 to 2 before it are missing",
                "life of the store 2: its content was edited: the hash does not fit",
            ])
    }

    @Test("A column that a spoiled schema does not have is a fault of the file, not a trap")
    func missingColumn() throws {
        let folder = try Self.journal()
        try folder.tamper(
            "ALTER TABLE acknowledgement RENAME COLUMN wallMilliseconds TO wallMillisecoods")
        let findings = try? JournalReader(path: folder.path).verify()
        #expect(findings?.isEmpty != true)
    }

    @Test("An acknowledgement of another journal does not fit")
    func foreign() throws {
        let folder = try Self.journal()
        try folder.tamper(
            """
            UPDATE journalHead SET epoch = 'epoch-2';
            DELETE FROM journalRow;
            DELETE FROM sqlite_sequence WHERE name = 'journalRow';
            """)
        let findings = try JournalReader(path: folder.path).verify()
        for number in Int64(1)...4 {
            let finding = JournalFinding(.acknowledgements, row: number, kind: .edited)
            #expect(findings.contains(finding), "\(findings)")
        }
    }

    @Test("A line that does not follow is refused by the file itself")
    func refused() throws {
        let journal = try Self.journal().open()
        for (number, before) in [
            (7, "(SELECT hash FROM acknowledgement WHERE number = 4)"), (5, "'x'"),
        ] {
            let statement = """
                INSERT INTO acknowledgement
                VALUES (\(number), 5, 'b', 0, 0, \(before), printf('%064d', 1))
                """
            #expect(throws: DatabaseError.self) {
                try journal.queue.write { try $0.execute(sql: statement) }
            }
        }
    }

    @Test("A file from before the chains gets them when it is opened, with its cursor as it was")
    func upgraded() throws {
        let folder = try JournalFolder()
        let old = try DatabaseQueue(path: folder.path)
        try JournalMigrations.migrator(epochIfNew: "epoch-1")
            .migrate(old, upTo: "2 lives of the store")
        try old.write { db in
            var hash = StoredRow.noHash
            for number in Int64(1)...3 {
                let content = RowContent(.fact(.stock(.fed(card: Fixed.card(number)))))
                let row = StoredRow(
                    sequence: number, version: RowContent.version, epoch: "epoch-1",
                    bootID: "boot-1", wallMilliseconds: 0, monotonicMilliseconds: 0,
                    kind: content.kind.rawValue, eventSequence: number,
                    body: try content.body.json(), previousHash: hash
                ).sealed()
                try row.insert(db)
                hash = row.hash
            }
            try db.execute(
                sql: """
                    INSERT INTO acknowledgement
                    VALUES (1, 2, 'boot-1', 1, 1), (2, 3, 'boot-1', 2, 2);
                    INSERT INTO storeLife VALUES (1, 'a', 3, 2, 'boot-1', 3, 3);
                    INSERT INTO acknowledgement VALUES (3, 4, 'boot-1', 4, 4);
                    """)
        }
        try old.close()
        let journal = try folder.open()
        #expect(try journal.storeCursor().nextWanted == EventSequence(4))
        try journal.beginStoreLife(StoreEpoch(validated: "b"), next: EventSequence(2), at: .test)
        try journal.acknowledge(next: EventSequence(3), at: .test)
        try journal.close()
        #expect(try JournalReader(path: folder.path).verify() == [])
        #expect(try Audit(folder.path).status == 0)
        try folder.tamper("UPDATE acknowledgement SET nextEvent = 3 WHERE number = 1")
        #expect(
            try JournalReader(path: folder.path).verify()
                == [JournalFinding(.acknowledgements, row: 1, kind: .edited)])
    }
}
