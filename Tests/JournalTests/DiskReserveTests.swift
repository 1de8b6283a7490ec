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

    @Test("A reserve that cannot be made keeps cases from starting, not rows from being written")
    func unmakeable() throws {
        let folder = try JournalFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path + ".reserve", withIntermediateDirectories: false)
        let journal = try folder.open(reserveBytes: 1_048_576)
        #expect(!journal.hasRoom())
        journal.reserve.release()
        #expect(!journal.reserve.take())
        #expect(try journal.append([.started(software: "1")], at: .test) == 1)
        try FileManager.default.removeItem(atPath: folder.path + ".reserve")
        #expect(journal.reserve.take())
        #expect(journal.hasRoom())
        #expect(try JournalReader(path: folder.path).verify() == [])
    }

    @Test(
        "A reserve that was cut short or deleted is no room, and is taken again at the next start")
    func damaged() throws {
        let folder = try JournalFolder()
        let path = folder.path + ".reserve"
        for damage in ["half of it", "all of it"] {
            let journal = try folder.open(reserveBytes: 1_048_576)
            #expect(journal.hasRoom())
            if damage == "half of it" {
                let file = try FileHandle(forWritingTo: URL(filePath: path))
                try file.truncate(atOffset: 524_288)
                try file.close()
            } else {
                try FileManager.default.removeItem(atPath: path)
            }
            #expect(!journal.hasRoom(), "\(damage)")
            try journal.append([.started(software: "1")], at: .test)
            try journal.close()
        }
        let journal = try folder.open(reserveBytes: 1_048_576)
        #expect(journal.hasRoom())
        #expect(try journal.append([.started(software: "1")], at: .test) == 3)
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
