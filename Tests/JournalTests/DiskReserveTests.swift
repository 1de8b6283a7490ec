import CampusCard
import Foundation
import GRDB
import KioskPorts
import Testing

@testable import Journal

/// Goal: a case that runs can be written to its end on a full disk, and the next one does not start
/// (K10).
@Suite struct DiskReserveTests {
    @Test("The reserve is really allocated: 64 MiB unless a test asks for less")
    func allocated() throws {
        let folder = try JournalFolder()
        let journal = try SQLiteJournal(
            path: folder.path, epochIfNew: JournalEpoch(validated: "e"))
        let reserve = try #require(journal.reserve as? DiskReserve)
        #expect(reserve.bytes == 67_108_864)
        #expect(reserve.isIntact)
        #expect(journal.hasRoom())
    }

    @Test("There is no room without the reserve, or with one that is only a length")
    func sparse() throws {
        let folder = try JournalFolder()
        let journal = try folder.open(reserveBytes: 1_048_576)
        #expect(journal.hasRoom())
        let reserve = try #require(journal.reserve as? DiskReserve)
        reserve.release()
        #expect(!journal.hasRoom())
        let file = try FileHandle(forWritingTo: URL(filePath: reserve.path))
        try file.truncate(atOffset: 1_048_576)
        try file.close()
        #expect(!journal.hasRoom())
        #expect(reserve.take())
        #expect(journal.hasRoom())
    }

    @Test("A full disk costs the reserve, not the case: later appends see no room")
    func fullDisk() throws {
        let folder = try JournalFolder()
        let journal = try folder.open()
        try journal.queue.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let fault = #expect(throws: JournalFault.self) {
            for _ in 0..<1000 { try journal.append([.started(software: "1")], at: .test) }
        }
        #expect(fault?.detail.contains("full") == true)
        #expect(!journal.hasRoom())
        try journal.queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA max_page_count = 1073741823")
        }
        try journal.append([.started(software: "2")], at: .test)
        #expect(try JournalReader(path: folder.path).verify() == [])
    }
}
