import CampusCard
import GRDB
import KioskCore
import KioskPorts
import SimulatedDisk

@testable import Journal

/// Power cuts on the disk of a journal, and what must hold when power is back.
struct JournalSweep {
    /// How much of what a cut can leave is looked at.
    enum Extent {
        case everything
        case sample(Int)
    }

    let seed: UInt64
    let extent: Extent
    /// The cuts that went before, for the report.
    private var before = ""
    private(set) var boundaries = 0
    private(set) var syncs = 0
    private(set) var images = 0
    /// Each break, with where and how power was cut.
    private(set) var breaks: [String] = []

    init(seed: UInt64, extent: Extent) {
        self.seed = seed
        self.extent = extent
    }

    var counts: String { "\(boundaries) boundaries, \(syncs) of them syncs, \(images) images" }

    /// Cuts the power at every operation of the life, and again in the lives after that while `depth` is above 1; with a
    /// `stride` at every so many operations, and at every sync of the last life.
    mutating func cut(_ life: JournalLife, depth: Int = 1, every stride: Int = 1) {
        for point in life.disk.points {
            let isSync = point.operation.kind == .sync && depth == 1
            guard isSync || point.operation.number.isMultiple(of: stride) else { continue }
            boundaries += 1
            if point.operation.kind == .sync { syncs += 1 }
            for cut in cuts(point, isLast: depth == 1) {
                look(life, point, point.image(after: cut), cut.name, depth)
            }
        }
    }

    private func cuts(_ point: CrashPoint, isLast: Bool) -> [PowerCut] {
        switch extent {
        case .everything where isLast: point.cuts(subsets: 64, seed: seed)
        case .everything: point.cuts(sample: 2, seed: seed)
        case .sample(let count): point.cuts(sample: isLast ? count : 1, seed: seed)
        }
    }

    /// Looks at one image: starts the kiosk on it.
    mutating func look(
        _ life: JournalLife, _ point: CrashPoint, _ image: DiskImage, _ how: String,
        _ depth: Int = 1
    ) {
        images += 1
        let disk = SimulatedDisk(
            image, sectorBytes: point.sectorBytes, model: point.model)
        if depth > 1 { disk.record() }
        do {
            let marks = try life.marks(at: point.operation.number)
            let next = try JournalRestart(disk, told: life.told, allowed: marks).life
            if depth > 1 {
                let operation = point.operation
                before =
                    "\(operation.kind) \(operation.number) of \(operation.file), \(how), then "
                cut(next, depth: depth - 1)
                before = ""
            }
        } catch {
            let operation = point.operation
            breaks.append(
                "seed \(seed), \(before)\(operation.kind) \(operation.number) of \(operation.file), \(how): \(error)"
            )
        }
    }
}

/// The start of a kiosk after a power cut: the journal says what it was told, recovery can decide, and appending goes on.
struct JournalRestart {
    let life: JournalLife

    struct Break: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter allowed: what may be found: the last answer, and the one under way.
    init(
        _ disk: SimulatedDisk, told: [JournalLife.Told], allowed: [JournalLife.Mark]
    ) throws {
        life = JournalLife(disk)
        try life.open()
        let rows = try Self.rows(disk)
        let cursor = try life.opened.queue.read(SQLiteJournal.outboxCursor)
        guard allowed.contains(where: { $0.says(rows.count, cursor) }) else {
            throw Break(description: "\(rows.count) rows, event \(cursor) next, not \(allowed)")
        }
        guard rows == told.prefix(rows.count).map(\.entry) else {
            throw Break(description: "a row is not what was told")
        }
        let kept = Array(told.prefix(rows.count))
        let progress = kept.last?.progress
        life.goOn(with: kept, cursor: cursor)
        try Self.ask(life.opened, kept, cursor)
        try life.live([.append(.started(software: "1.0.1"), progress)])
        if let open = try life.opened.openMovement() {
            try life.live([
                .append(.movementEnded(open, .unknown, path: .unknown, binCount: nil), progress)
            ])
        }
        if cursor <= kept.count(where: { $0.entry.isForStore }) { try life.live([.acknowledge]) }
        try life.live([.checkpoint, .append(.reasonRaised(.printerOut), progress)])
        let findings = try Self.reader(disk).verify()
        guard findings.isEmpty else { throw Break(description: "verify: \(findings)") }
        try life.live([.close])
    }

    private static func reader(_ disk: SimulatedDisk) throws -> JournalReader {
        try JournalReader(file: JournalFile(path: JournalLife.file, vfs: disk.vfs))
    }

    private static func rows(_ disk: SimulatedDisk) throws -> [JournalEntry] {
        var rows: [JournalEntry] = []
        try reader(disk).forEachRow { rows.append(try $0.entry.unwrapped) }
        return rows
    }

    private static func ask(
        _ journal: SQLiteJournal, _ kept: [JournalLife.Told], _ cursor: Int64
    ) throws {
        let unfinished = try journal.unfinishedCase()
        guard unfinished?.progress == kept.last?.progress else {
            throw Break(description: "the case stands at \(String(describing: unfinished))")
        }
        if let progress = unfinished?.progress {
            // A table without the one row ends the test by its precondition.
            _ = Recovery.row(
                for: RecoveryFacts(progress: progress, path: .unknown, bin: .unknown))
        }
        let events = kept.count { $0.entry.isForStore }
        let waiting = try journal.outbox(limit: 1000).map(\.sequence.value)
        let expected = cursor <= events ? Array(cursor...Int64(events)) : []
        guard waiting == expected else {
            throw Break(description: "events \(waiting) wait, not \(expected)")
        }
        guard try journal.stock().balances else { throw Break(description: "K6: the sums differ") }
    }
}
