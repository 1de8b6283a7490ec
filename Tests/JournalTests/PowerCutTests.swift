import CampusCard
import Foundation
import KioskPorts
import Testing

@testable import Journal

#if canImport(Glibc)
    import Glibc
#endif

/// Goal: what an append returned for is there after the process is gone. Method: a copy of the
/// files after every append, as a cut would leave them; and a child that is killed.
@Suite struct PowerCutTests {
    @Test("The files as they are after each append hold every row so far")
    func copiedAtEachStep() throws {
        let folder = try JournalFolder()
        let journal = try folder.open()
        for (number, entry) in EveryEntry.list.enumerated() {
            try journal.append([entry], at: .test)
            let copy = try JournalFolder()
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: folder.path + suffix, toPath: copy.path + suffix)
            }
            let reopened = try copy.open()
            let last = try reopened.append([], at: .test)
            #expect(last == Int64(number + 1))
            try reopened.close()
            #expect(try JournalReader(path: copy.path).verify() == [])
        }
    }

    @Test("A log that ends in the middle of its last commit loses that and nothing before")
    func tornLog() throws {
        let folder = try JournalFolder()
        let journal = try folder.open()
        for entry in EveryEntry.list { try journal.append([entry], at: .test) }
        let copy = try JournalFolder()
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: folder.path + suffix, toPath: copy.path + suffix)
        }
        // The last frame only fills the sector of the commit.
        let frameBytes: UInt64 = 24 + 4096
        let log = try FileHandle(forWritingTo: URL(filePath: copy.path + "-wal"))
        try log.truncate(atOffset: try log.seekToEnd() - frameBytes - 100)
        try log.close()
        #expect(try copy.open().append([], at: .test) == Int64(EveryEntry.list.count - 1))
        #expect(try JournalReader(path: copy.path).verify() == [])
    }

    @Test("A process that is killed leaves every row that it was told is written")
    func killed() async throws {
        let folder = try JournalFolder()
        let path = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let journal = try SQLiteJournal(
                path: path, epochIfNew: JournalEpoch(validated: "epoch-1"), reserveBytes: 4096)
            for entry in EveryEntry.list { try journal.append([entry], at: .test) }
            kill(getpid(), SIGKILL)
        }
        let journal = try folder.open()
        #expect(try journal.append([], at: .test) == Int64(EveryEntry.list.count))
        #expect(try JournalReader(path: path).verify() == [])
    }
}
