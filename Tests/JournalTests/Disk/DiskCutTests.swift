import Foundation
import GRDB
import KioskCore
import KioskPorts
import SimulatedDisk
import Testing

@testable import Journal

/// How far the sweeps go: the short form runs in CI, the long one with `Tests/run --long`.
enum Extent {
    static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"
}

/// Goal: whatever a power cut leaves of what was not synced, no acknowledged row is lost and none that was not told appears.
/// Method: every write, sync and name of a journal's life on a simulated disk, whose sectors are then kept, lost or
/// garbage; the kiosk starts on each image and goes on.
@Suite struct DiskCutTests {
    /// A disk, and how a cut spoils its sectors.
    struct Disk: Sendable, CustomTestStringConvertible {
        let sectorBytes: Int
        let model: SectorModel
        var testDescription: String { "\(sectorBytes), \(model.rawValue)" }
    }

    static let disks =
        Extent.isLong
        ? [512, 4096].flatMap { bytes in
            SectorModel.allCases.map { Disk(sectorBytes: bytes, model: $0) }
        }
        : [
            Disk(sectorBytes: 512, model: .powersafe), Disk(sectorBytes: 4096, model: .wholeSector),
        ]

    @Test("Power fails at every write and every sync of a replacement", arguments: disks)
    func everySync(_ disk: Disk) throws {
        let life = JournalLife(SimulatedDisk(sectorBytes: disk.sectorBytes, model: disk.model))
        life.disk.record()
        try life.live(JournalLife.Deed.visit(CaseStories.replacement))
        var sweep = JournalSweep(seed: 1, extent: Extent.isLong ? .everything : .sample(2))
        sweep.cut(life, every: Extent.isLong ? 1 : 2)
        print("journal, \(disk.testDescription): \(sweep.counts), \(sweep.breaks.count) breaks")
        #expect(sweep.syncs > 40)
        #expect(sweep.breaks == [])
    }

    @Test(
        "Power fails at every sync of every other story", .enabled(if: Extent.isLong),
        arguments: UnfinishedCaseTests.stories.dropFirst())
    func everyStory(name: String, story: [CaseStories.Step]) throws {
        let life = JournalLife(SimulatedDisk())
        life.disk.record()
        try life.live(JournalLife.Deed.visit(story))
        var sweep = JournalSweep(seed: 2, extent: .sample(6))
        sweep.cut(life)
        print("journal, \(name): \(sweep.counts), \(sweep.breaks.count) breaks")
        #expect(sweep.breaks == [])
    }

    @Test("Power fails again while the kiosk starts after a power cut")
    func twiceInARow() throws {
        let life = JournalLife(SimulatedDisk())
        life.disk.record()
        try life.live(JournalLife.Deed.visit(CaseStories.replacement))
        var sweep = JournalSweep(seed: 3, extent: .sample(1))
        sweep.cut(life, depth: 2, every: Extent.isLong ? 7 : 131)
        print("journal, twice in a row: \(sweep.counts), \(sweep.breaks.count) breaks")
        #expect(sweep.breaks == [])
    }

    @Test("What a start finds in the log is in the database before the first append")
    func emptyLog() throws {
        let life = JournalLife(SimulatedDisk())
        try life.live([.open, .append(.started(software: "1"), nil)])
        #expect(try life.disk.image["\(JournalLife.file)-wal"].unwrapped.count > 0)
        let next = JournalLife(SimulatedDisk(life.disk.image))
        try next.live([.open])
        // The setting of the test writes nothing.
        #expect(try next.disk.image["\(JournalLife.file)-wal"].unwrapped.count == 0)
        #expect(try next.opened.append([], at: .test) == 1)
    }

    @Test("The sweep notices a journal that does not wait for the disk")
    func notices() throws {
        let life = JournalLife(SimulatedDisk())
        life.disk.record()
        try life.live([.open])
        try life.opened.queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        try life.live([
            .append(.started(software: "1"), nil), .append(.started(software: "2"), nil),
            .checkpoint,
        ])
        var sweep = JournalSweep(seed: 4, extent: .sample(1))
        sweep.cut(life)
        #expect(!sweep.breaks.isEmpty)
    }

    @Test("Powersafe overwrite is not taken for granted: a spoiled sector holds one commit only")
    func sharedSector() throws {
        let file = JournalFile(path: "/a b/100%?#.sqlite", vfs: "disk")
        #expect(file.uri == "file:///a b/100%25%3f%23.sqlite?psow=0&vfs=disk")
        #expect(JournalFile(path: "journal.sqlite").uri == "file:journal.sqlite?psow=0")
        let folder = try JournalFolder()
        try folder.fill([.started(software: "1")])
        #expect(FileManager.default.fileExists(atPath: folder.path))
    }
}
