import CampusCard
import Foundation
import GRDB
import KioskPorts
import Testing

@testable import Journal

/// Goal: what is no journal, or could not keep one through a power cut, is refused before a row is written, and is left as
/// it was. Method: other things at the journal's path, and file systems of SQLite's that lack what a journal needs.
@Suite struct UnusableFileTests {
    private static let epoch = JournalEpoch(validated: "epoch-1")

    @Test("A file that is no database is refused by its name, and not a byte of it changes")
    func text() throws {
        let folder = try JournalFolder()
        let notes = Data(String(repeating: "Notes of a technician.\n", count: 400).utf8)
        try notes.write(to: URL(filePath: folder.path))
        let writing = #expect(throws: JournalFault.self) { try folder.open() }
        let reading = #expect(throws: JournalFault.self) { try JournalReader(path: folder.path) }
        let why = "SQLite error 26: file is not a database"
        #expect(writing?.description == "open the journal \(folder.path): \(why)")
        #expect(reading?.description == "open the journal \(folder.path) for reading: \(why)")
        #expect(try Data(contentsOf: URL(filePath: folder.path)) == notes)
    }

    @Test("A folder in the journal's place is refused")
    func folder() throws {
        let folder = try JournalFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: false)
        let fault = #expect(throws: JournalFault.self) { try folder.open() }
        #expect(fault?.operation == "open the journal \(folder.path)")
        #expect(fault?.detail == "SQLite error 14: unable to open database file")
    }

    @Test("A database of another program is no journal to a reader")
    func otherDatabase() throws {
        let folder = try JournalFolder()
        let other = try DatabaseQueue(path: folder.path)
        try other.write { try $0.execute(sql: "CREATE TABLE recipe (name TEXT)") }
        try other.close()
        let fault = #expect(throws: JournalFault.self) { try JournalReader(path: folder.path) }
        #expect(fault?.operation == "open the journal \(folder.path) for reading")
        #expect(fault?.detail == "SQLite error 1: no such table: journalHead")
    }

    @Test("A file system that has no write-ahead log keeps no journal")
    func withoutLog() throws {
        let folder = try JournalFolder()
        let fault = #expect(throws: JournalFault.self) {
            // The one of SQLite's own that shares no memory, as some network disks.
            try SQLiteJournal(
                file: JournalFile(path: folder.path, vfs: "unix-none"), epochIfNew: Self.epoch,
                reserve: DiskReserve(besideJournal: folder.path, bytes: 4096))
        }
        #expect(
            fault?.description
                == "make the journal durable: journal_mode is delete, synchronous 2, not wal and 2")
        // Nothing was begun there that a good one would trip over.
        try folder.fill([.started(software: "1")])
        #expect(try JournalReader(path: folder.path).verify() == [])
    }

    @Test("A path that SQLite may have taken for an unread URI is refused with the name it has")
    func unreadURI() throws {
        let folder = try JournalFolder()
        let odd = folder.url.appending(path: "journal?psow=0.sqlite").path
        let fault = #expect(throws: JournalFault.self) {
            try SQLiteJournal(path: odd, epochIfNew: Self.epoch, reserveBytes: 4096)
        }
        #expect(fault?.operation == "make the journal durable")
        #expect(fault?.detail.contains("journal?psow=0.sqlite'") == true, "\(fault?.detail ?? "")")
    }
}
