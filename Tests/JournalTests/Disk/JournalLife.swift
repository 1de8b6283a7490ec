import CampusCard
import GRDB
import KioskCore
import KioskPorts
import SimulatedDisk
import Testing

@testable import Journal

/// A journal on a simulated disk: what it was told, and by which operation of the disk each deed was answered.
final class JournalLife {
    enum Deed {
        case open
        case append(JournalEntry, CaseProgress?)
        /// The store has all events so far.
        case acknowledge
        /// The log is brought into the database and cut to nothing.
        case checkpoint
        case close
    }

    /// What had been answered when the disk had done so many operations.
    struct Mark: Equatable, CustomStringConvertible {
        var operation: Int
        var rows: Int
        var cursor: Int64

        func says(_ rows: Int, _ cursor: Int64) -> Bool {
            self.rows == rows && self.cursor == cursor
        }
        var description: String { "\(rows) rows, event \(cursor) next" }
    }

    /// Where a case stands after a row; nil when none is open.
    struct Told {
        let entry: JournalEntry
        let progress: CaseProgress?
    }

    static let file = "/journal.sqlite"
    /// Pages in the log at which SQLite brings them into the database: few, so that it happens often.
    private static let checkpointPages = 60

    let disk: SimulatedDisk
    private(set) var told: [Told]
    private(set) var marks: [Mark]
    /// What holds if the deed under way is done, though nobody heard of it.
    private var attempted: Mark
    private let reserve: any SpaceReserve
    private var journal: SQLiteJournal?

    /// - Parameter reserve: what a full disk gives back.
    init(_ disk: SimulatedDisk, reserve: any SpaceReserve = EndlessReserve()) {
        self.disk = disk
        self.reserve = reserve
        told = []
        attempted = Mark(operation: 0, rows: 0, cursor: 1)
        marks = [attempted]
    }

    /// A life that goes on with what was found on the disk.
    func goOn(with told: [Told], cursor: Int64) {
        self.told = told
        attempted = Mark(operation: 0, rows: told.count, cursor: cursor)
        marks = [attempted]
    }

    /// Does one thing after the other; each is marked when it is answered.
    func live(_ deeds: [Deed]) throws {
        for deed in deeds {
            attempted = try marks.last.unwrapped
            switch deed {
            case .open: try open()
            case .append(let entry, let progress):
                try append(Told(entry: entry, progress: progress))
            case .acknowledge: try acknowledge()
            case .checkpoint: try checkpoint()
            case .close:
                try opened.close()
                journal = nil
            }
            attempted.operation = disk.operationCount
            marks.append(attempted)
        }
    }

    func open() throws {
        let opened = try SQLiteJournal(
            file: JournalFile(path: Self.file, vfs: disk.vfs),
            epochIfNew: JournalEpoch(validated: "epoch-1"), reserve: reserve)
        journal = opened
        try JournalFault.naming("open the journal for a test") {
            try opened.queue.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.checkpointPages)")
            }
        }
    }

    private func append(_ row: Told) throws {
        told = Array(told.prefix(attempted.rows)) + [row]
        attempted.rows += 1
        let number = try opened.append([row.entry], at: .at(Int64(attempted.rows)))
        try #require(number == Int64(attempted.rows))
    }

    private func acknowledge() throws {
        attempted.cursor = Int64(told.prefix(attempted.rows).count { $0.entry.isForStore }) + 1
        try opened.acknowledge(
            next: EventSequence(attempted.cursor), at: .at(Int64(attempted.rows)))
    }

    private func checkpoint() throws {
        let queue = try opened.queue
        try JournalFault.naming("checkpoint the journal") {
            try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        }
    }

    /// What was answered before the operation, and what holds if the deed under way was done.
    func marks(at operation: Int) throws -> [Mark] {
        let before = try marks.last { $0.operation < operation }.unwrapped
        return [before, marks.first { $0.operation >= operation } ?? attempted]
    }

    /// The open journal, for questions.
    var opened: SQLiteJournal { get throws { try journal.unwrapped } }
}

/// A reserve for a disk that is never full.
struct EndlessReserve: SpaceReserve {
    func take() -> Bool { true }
    func release() {}
    var hasRoom: Bool { true }
}

extension Optional {
    /// The value; a test that has none is wrong.
    var unwrapped: Wrapped {
        get throws { try #require(self) }
    }
}

extension JournalEntry {
    var isForStore: Bool {
        if case .fact = self { true } else { false }
    }
}

extension JournalLife.Deed {
    /// A first day, one case, and another run: the schema is made, the log is brought into the database several times,
    /// the file is closed and opened again.
    static func visit(_ story: [CaseStories.Step]) -> [JournalLife.Deed] {
        let third = story.count / 3
        var deeds: [JournalLife.Deed] = [
            .open, .append(.started(software: "1.0.0"), nil),
            .append(.unitCounted(.hopper, found: 100, by: "technician-7"), nil),
            .append(.fact(.stock(.counted(unit: .hopper, found: 100))), nil), .acknowledge,
        ]
        for (number, step) in story.enumerated() {
            if number == third { deeds += [.close, .open] }
            if number == 2 * third { deeds.append(.checkpoint) }
            deeds.append(.append(step.entry, step.progress))
        }
        return deeds + [
            .append(.recovered(Fixed.caseID, row: "any"), story.last?.progress), .close,
        ]
    }
}
