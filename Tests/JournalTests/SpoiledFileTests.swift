import CampusCard
import Foundation
import GRDB
import KioskCore
import KioskPorts
import Testing

@testable import Journal

/// Goal: what a hand or a bad sector has done to a row stops the call that needs it, by name, and nothing else: no row is
/// guessed or lost. Method: a whole journal, one wrong deed each, done with the rules taken away, and the call to meet it.
@Suite struct SpoiledFileTests {
    /// A call of the journal that has to read what was spoiled.
    enum Call: Sendable {
        case outbox, unfinishedCase, stock, cardsAtLarge

        func run(_ journal: SQLiteJournal) throws(JournalFault) {
            switch self {
            case .outbox: _ = try journal.outbox(limit: 100)
            case .unfinishedCase: _ = try journal.unfinishedCase()
            case .stock: _ = try journal.stock()
            case .cardsAtLarge: _ = try journal.cardsAtLarge()
            }
        }
    }

    struct Deed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let call: Call
        /// How the fault describes itself.
        let fault: String

        init(_ name: String, _ sql: String, _ call: Call, _ fault: String) {
            testDescription = name
            self.sql = sql
            self.call = call
            self.fault = fault
        }
    }

    /// A hopper that was counted, a case that fed one blank and saw another somewhere, and a fact.
    private static let rows: [JournalEntry] =
        [
            .started(software: "1"), .unitCounted(.hopper, found: 9, by: "technician-7"),
            .caseBegun(Fixed.caseID, .replaceLostCard),
        ] + JournalEntry.fed(1) + [
            .custodyChanged(Fixed.card(1), .unaccounted(possible: [.path, .exit])),
            .fact(.stock(.fed(card: Fixed.card(1)))),
        ]

    static let deeds = rowDeeds + viewDeeds

    private static let rowDeeds = [
        Deed(
            "a row of another format", "UPDATE journalRow SET version = 9 WHERE sequence = 4",
            .unfinishedCase,
            "look for an unfinished case: the row has format 9, this software reads format 1"),
        Deed(
            "a fact of an unknown name",
            "UPDATE journalRow SET body = replace(body, 'fed', 'ate') WHERE sequence = 7",
            .outbox, "read the outbox: the body cannot be read as format 1: "),
        Deed(
            "a row with an event's number",
            """
            PRAGMA ignore_check_constraints = ON;
            UPDATE journalRow SET eventSequence = 2 WHERE sequence = 1;
            """, .outbox, "read the outbox: row 1 has an event number and is no fact"),
        Deed(
            "a lost card without its places",
            """
            PRAGMA ignore_check_constraints = ON;
            UPDATE journalRow SET body = json_remove(body, '$.possible') WHERE sequence = 6;
            """, .cardsAtLarge,
            "list the cards at large: an unaccounted card has no list of possible places"),
    ]

    private static let viewDeeds = [
        Deed(
            "a view that finds the case in another row",
            """
            DROP VIEW openCase;
            CREATE VIEW openCase AS SELECT caseID, sequence FROM journalRow WHERE sequence = 2;
            """, .unfinishedCase, "look for an unfinished case: row 2 does not begin a case"),
        Deed(
            "a view that is gone", "DROP VIEW stockSum", .stock,
            "add up the stock: SQLite error 1: no such table: stockSum"),
        Deed(
            "a view of sums that is empty",
            """
            DROP VIEW stockSum;
            CREATE VIEW stockSum AS SELECT 1 AS loaded WHERE 0;
            """, .stock, "add up the stock: the sums have no row"),
        Deed(
            "a view that calls a custody by another name",
            """
            DROP VIEW cardCustody;
            CREATE VIEW cardCustody AS SELECT card, 'PATH' COLLATE NOCASE AS custody,
                NULL AS possible, sequence AS since, NULL AS uid, NULL AS fed
                FROM journalRow WHERE sequence = 6;
            """, .cardsAtLarge, "list the cards at large: no custody is called 'PATH'"),
    ]

    @Test(
        "A row that cannot be read is the fault of the call that needs it, and of no other",
        arguments: deeds)
    func deed(_ deed: Deed) throws {
        let folder = try JournalFolder()
        try folder.fill(Self.rows)
        try folder.tamper(deed.sql)
        let before = try folder.hashes()
        let journal = try folder.open()
        let fault = #expect(throws: JournalFault.self) { try deed.call.run(journal) }
        let words = try #require(fault?.description)
        #expect(words.hasPrefix(deed.fault), "\(words)")
        // The kiosk that meets it can still write down that it stops.
        let last = try journal.append([.reasonRaised(.storeUnreachable)], at: .test)
        #expect(last == Int64(Self.rows.count) + 1)
        try journal.close()
        #expect(try folder.hashes().dropLast() == before[...])
        #expect(try !JournalReader(path: folder.path).verify().isEmpty)
    }

    @Test(
        "A journal without a valid epoch is not opened, to write or to read, and is whole with it",
        arguments: [
            "DELETE FROM journalHead", "UPDATE journalHead SET epoch = 'not an identifier!'",
        ])
    func epoch(deed: String) throws {
        let folder = try JournalFolder()
        try folder.fill(Self.rows)
        let before = try folder.hashes()
        try folder.tamper(deed)
        let writing = #expect(throws: JournalFault.self) { try folder.open() }
        let reading = #expect(throws: JournalFault.self) { try JournalReader(path: folder.path) }
        let opening = "open the journal \(folder.path)"
        #expect(writing?.description == "\(opening): the file names no epoch")
        #expect(reading?.description == "\(opening) for reading: the file names no epoch")
        try folder.tamper("INSERT OR REPLACE INTO journalHead VALUES (1, 'epoch-1')")
        #expect(try folder.hashes() == before)
        #expect(try JournalReader(path: folder.path).verify() == [])
        #expect(try folder.open().append([.started(software: "2")], at: .test) == 8)
    }
}

extension JournalFolder {
    /// What each row is sealed with, in order.
    fileprivate func hashes() throws -> [String] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read {
            try String.fetchAll($0, sql: "SELECT hash FROM journalRow ORDER BY sequence")
        }
    }
}
