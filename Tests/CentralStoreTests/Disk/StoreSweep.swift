import CampusCard
import CentralStore
import Foundation
import GRDB
import SimulatedDisk

/// A store on a simulated disk: the story as it stood when the disk had done so many operations.
final class StoreOnDisk {
    static let path = "/store.sqlite"
    static let keys = KeyRing(generation: 0x31, randomBytes: SeededBytes(seed: 11).bytes)
    /// Pages in the log at which SQLite brings them into the database: few, so that it happens often.
    private static let checkpointPages = 60

    let disk: SimulatedDisk
    /// The story after each answered call; the first day is in the file before the first of them.
    private(set) var chapters: [(operation: Int, story: StoreStory)] = []
    /// The first operation after the first day.
    private(set) var firstDayEnded = 0

    init(_ disk: SimulatedDisk) {
        self.disk = disk
    }

    static func open(_ disk: SimulatedDisk, seed: UInt64 = 1) throws -> StoreRig {
        let database = try StoreDatabase(path: path, vfs: disk.vfs)
        try database.queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA wal_autocheckpoint = \(checkpointPages)")
        }
        return try StoreRig(over: database, seed: seed, keys: keys)
    }

    /// The first day, without which there is nothing to call for.
    func populate() throws -> StoreRig {
        let rig = try Self.open(disk)
        try rig.populate()
        firstDayEnded = disk.operationCount
        chapters = [(firstDayEnded, StoreStory())]
        return rig
    }

    /// The calls one by one, with a checkpoint between and a restart.
    func live(_ first: StoreRig) throws {
        var rig = first
        var story = StoreStory()
        while !story.isOver {
            try story.step(rig.service)
            chapters.append((disk.operationCount, story))
            if story.answered.count == 5 {
                try rig.database.queue.close()
                rig = try Self.open(disk, seed: 2)
            }
        }
        try rig.database.queue.close()
    }

    /// The rest of a story, after a power cut.
    func goOn(_ found: StoreStory, _ rig: StoreRig) throws {
        var story = found
        chapters = [(0, story)]
        while !story.isOver {
            try story.step(rig.service)
            chapters.append((disk.operationCount, story))
        }
    }

    /// The story as it was answered before the operation.
    func story(at operation: Int) -> StoreStory? {
        chapters.last { $0.operation < operation }?.story
    }
}

/// Power cuts on the disk of a store, and what must hold when power is back.
struct StoreSweep {
    let seed: UInt64
    /// How many of the ways that a cut can go are looked at; nil for all.
    let sample: Int?
    private(set) var boundaries = 0
    private(set) var syncs = 0
    private(set) var images = 0
    private(set) var breaks: [String] = []
    /// What the tables hold after an undisturbed story.
    private let end: String?

    init(seed: UInt64, sample: Int?) throws {
        self.seed = seed
        self.sample = sample
        let rig = try StoreRig(over: StoreDatabase(inMemoryFrom: nil))
        try rig.populate()
        var story = StoreStory()
        while !story.isOver { try story.step(rig.service) }
        end = try Self.ending(rig)
    }

    var counts: String { "\(boundaries) boundaries, \(syncs) of them syncs, \(images) images" }

    /// Cuts the power at each operation of the life, and again in the lives after that while `depth` is above 1; with a
    /// `stride` at every so many operations, and at every sync of the last life.
    mutating func cut(_ life: StoreOnDisk, depth: Int = 1, every stride: Int = 1) {
        for point in life.disk.points {
            let isSync = point.operation.kind == .sync && depth == 1
            guard isSync || point.operation.number.isMultiple(of: stride) else { continue }
            boundaries += 1
            if point.operation.kind == .sync { syncs += 1 }
            let cuts =
                sample.map { point.cuts(sample: $0, seed: seed) }
                ?? point.cuts(subsets: 64, seed: seed)
            for cut in cuts { look(life, point, point.image(after: cut), cut.name, depth) }
        }
    }

    /// Looks at one image: starts the store on it.
    mutating func look(
        _ life: StoreOnDisk, _ point: CrashPoint, _ image: DiskImage, _ how: String,
        _ depth: Int = 1
    ) {
        images += 1
        let disk = SimulatedDisk(image, sectorBytes: point.sectorBytes, model: point.model)
        if depth > 1 { disk.record() }
        let operation = point.operation
        let what =
            "seed \(seed), \(operation.kind) \(operation.number) of \(operation.file), \(how)"
        do {
            let next = StoreOnDisk(disk)
            let found = try Self.restart(
                next, life.story(at: operation.number), seed: 77 + UInt64(depth), end: end)
            breaks += found.map { "\(what): \($0)" }
            if depth > 1 { cut(next, depth: depth - 1) }
        } catch {
            breaks.append("\(what): \(error)")
        }
    }

    /// No run of the store has the random numbers of another.
    ///
    /// Every answer is given again, the invariants hold, and the story goes on to its end.
    private static func restart(
        _ life: StoreOnDisk, _ story: StoreStory?, seed: UInt64, end: String?
    ) throws -> [String] {
        let rig = try StoreOnDisk.open(life.disk, seed: seed)
        var broken: [String] = []
        // In the middle of the first day an operator repeats what had no answer.
        guard let story else { return try integrity(rig) }
        for (number, call) in story.answered.enumerated() {
            let again = try rig.service.handle(
                kiosk: call.kiosk, callName: call.call.rawValue, bytes: call.request)
            if again != call.answer, !tellsWhatIsNow(call.call) {
                broken.append("call \(number + 1), \(call.call), has another answer")
            }
        }
        broken += try StoreInvariants.broken(in: rig)
        try life.goOn(story, rig)
        broken += try StoreInvariants.broken(in: rig) + integrity(rig)
        if try ending(rig) != end { broken.append("the story ends otherwise") }
        try rig.database.queue.close()
        return broken
    }

    /// Calls without a case are answered by the state of the moment.
    private static func tellsWhatIsNow(_ call: StoreCallName) -> Bool {
        switch call {
        case .register, .pushEvents, .get: true
        case .login, .changePassword, .quote, .open, .bind, .abandon, .commit, .void, .reportLoss,
            .deliverLossReport:
            false
        }
    }

    private static func integrity(_ rig: StoreRig) throws -> [String] {
        try rig.database.queue.read {
            try String.fetchAll($0, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
        }
    }

    /// What does not depend on random numbers: stages, cards, money, the list, the events.
    private static func ending(_ rig: StoreRig) throws -> String? {
        try rig.text(
            """
            SELECT (SELECT group_concat(case_id || stage || blanks) FROM replacement_case)
                || (SELECT group_concat(uid || life || lost || issue_number) FROM card)
                || (SELECT group_concat(ledger_account || ' ' || fen) FROM balance)
                || (SELECT group_concat(card_number || ' ' || stopped_through) FROM stop_entry)
                || (SELECT group_concat(sequence || event) FROM kiosk_event)
                || (SELECT group_concat(uid || why) FROM withheld_uid)
            """)
    }
}
