import CampusCard
import Foundation
import GRDB
import KioskCore
import KioskPorts
import Testing

@testable import Journal

/// Goal: an append is whole or not at all, durable on return, and the file is never damaged by
/// other software.
@Suite struct AppendTests {
    @Test("The journal is written through a log that is synced at every commit")
    func durable() throws {
        let journal = try JournalFolder().open()
        let settings = try journal.queue.read { db in
            [
                try String.fetchOne(db, sql: "PRAGMA synchronous"),
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
            ]
        }
        #expect(settings == ["2", "wal"])
    }

    @Test("Entries are numbered from 1 without gaps; the last number comes back")
    func numbers() throws {
        let journal = try JournalFolder().open()
        #expect(
            try journal.append([.started(software: "1"), .started(software: "2")], at: .test) == 2)
        #expect(try journal.append([.started(software: "3")], at: .test) == 3)
        #expect(try journal.append([], at: .test) == 3)
    }

    @Test("An append with one entry that the rules refuse leaves nothing behind")
    func atomic() throws {
        let folder = try JournalFolder()
        let journal = try folder.open()
        try journal.append([.started(software: "1")], at: .test)
        let fault = #expect(throws: JournalFault.self) {
            try journal.append(
                [
                    .caseBegun(Fixed.caseID, .replaceLostCard),
                    .fact(.stock(.fed(card: Fixed.card(1)))),
                    .ends(9, .done),
                ], at: .test)
        }
        #expect(fault?.operation == "append caseBegun, fact, movementEnded to the journal")
        #expect(fault?.detail.contains("K7: an outcome needs its open intent") == true)
        #expect(try journal.unfinishedCase() == nil)
        #expect(try journal.outbox(limit: 10).isEmpty)
        // The next row takes the number that was not used.
        #expect(try journal.append([.started(software: "2")], at: .test) == 2)
        #expect(try JournalReader(path: folder.path).verify() == [])
    }

    @Test("The epoch is the file's, whatever is offered at the next start")
    func epochStays() throws {
        let folder = try JournalFolder()
        try folder.fill([.started(software: "1")])
        let again = try SQLiteJournal(
            path: folder.path, epochIfNew: JournalEpoch(validated: "another"), reserveBytes: 4096)
        #expect(again.epoch.text == "epoch-1")
        #expect(try again.lastWallMilliseconds() == JournalStamp.test.wallMilliseconds)
    }

    @Test("A new journal has no last row, no case, no movement and an unknown stock")
    func empty() throws {
        let journal = try JournalFolder().open()
        #expect(try journal.lastWallMilliseconds() == nil)
        #expect(try journal.unfinishedCase() == nil)
        #expect(try journal.openMovement() == nil)
        #expect(try journal.nextMovement() == MovementID(1))
        #expect(try journal.cardsAtLarge().isEmpty)
        #expect(try !journal.stock().hopperKnown)
    }

    @Test("A file that newer software has changed is refused and left alone")
    func superseded() throws {
        let folder = try JournalFolder()
        try folder.fill([.started(software: "1")])
        try folder.tamper("INSERT INTO grdb_migrations VALUES ('2 from the future')")
        let fault = #expect(throws: JournalFault.self) { try folder.open() }
        #expect(fault?.detail.contains("newer than this software") == true)
    }

    @Test("A folder that is not there is a fault, not a stop")
    func noFolder() {
        #expect(throws: JournalFault.self) {
            try SQLiteJournal(
                path: "/nonexistent/journal.sqlite", epochIfNew: JournalEpoch(validated: "e"))
        }
    }

    @Test("A reader cannot write")
    func readOnly() throws {
        let folder = try JournalFolder()
        try folder.fill([.started(software: "1")])
        let reader = try JournalReader(path: folder.path)
        #expect(throws: DatabaseError.self) {
            try reader.queue.writeWithoutTransaction {
                try $0.execute(sql: "DELETE FROM journalRow")
            }
        }
        #expect(throws: JournalFault.self) { try JournalReader(path: folder.path + ".missing") }
    }
}
