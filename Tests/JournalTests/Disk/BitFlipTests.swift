import CampusCard
import GRDB
import KioskPorts
import SimulatedDisk
import Testing

@testable import Journal

/// Goal: a bit that the disk turned around does not pass for what the journal said. Method: seeded bits of every kind of
/// page of a journal's file, one at a time.
@Suite struct BitFlipTests {
    /// The kinds of page in SQLite's file format, section 1.6.
    enum PageKind: UInt8, CaseIterable {
        case indexInterior = 2
        case tableInterior = 5
        case indexLeaf = 10
        case tableLeaf = 13
        case other = 0
    }

    /// Everything that the journal tells.
    struct Content: Equatable {
        var ledger: Ledger
        var rows: [JournalEntry?] = []
        /// The event that the outbox begins with.
        var cursor: Int64

        init(_ reader: JournalReader) throws {
            ledger = try reader.ledger()
            cursor = try reader.queue.read(SQLiteJournal.outboxCursor)
            try reader.forEachRow { rows.append($0.entry) }
        }
    }

    static let pageBytes = 4096
    static let flipsOfAKind = Extent.isLong ? 4000 : 60

    private static func pages(_ file: [UInt8]) -> [PageKind: [Int]] {
        let starts = Array(stride(from: 0, to: file.count, by: pageBytes))
        return Dictionary(grouping: starts) { start in
            // The first page begins with the header of the file.
            PageKind(rawValue: file[start == 0 ? 100 : start]) ?? .other
        }
    }

    @Test("A bit that turned around is found, or nothing that the journal says has changed")
    func everyKindOfPage() throws {
        let life = JournalLife(SimulatedDisk())
        try life.live(JournalLife.Deed.visit(CaseStories.replacement))
        let whole = life.disk.image
        let file = try whole[JournalLife.file].unwrapped
        let content = try Content(Self.reader(whole))
        var found: [PageKind: Int] = [:]
        var missed: [String] = []
        var dice = DiskDice(seed: 6)
        for (kind, pages) in Self.pages(file).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for _ in 0..<Self.flipsOfAKind {
                let place = try Self.place(in: pages, of: file, &dice).unwrapped
                let bit = UInt8.random(in: 0..<8, using: &dice)
                var flipped = file
                flipped[place] ^= 1 << bit
                var image = whole
                image[JournalLife.file] = flipped
                switch try Self.look(image, content) {
                case .found: found[kind, default: 0] += 1
                case .same: break
                case .missed: missed.append("bit \(bit) of byte \(place), \(kind)")
                }
            }
        }
        let counts = found.map { "\($0.key) \($0.value)" }.sorted()
        print("flipped bits found, of \(Self.flipsOfAKind) each:", counts.joined(separator: ", "))
        #expect(missed == [])
        #expect(found.values.reduce(0, +) > Self.flipsOfAKind)
    }

    /// A byte of one of the pages; every second time one that is used.
    private static func place(
        in pages: [Int], of file: [UInt8], _ dice: inout DiskDice
    ) -> Int? {
        guard let page = pages.randomElement(using: &dice) else { return nil }
        let bytes = page..<(page + pageBytes)
        guard Bool.random(using: &dice) else { return bytes.randomElement(using: &dice) }
        return bytes.filter { file[$0] != 0 }.randomElement(using: &dice)
    }

    private enum Sight { case found, same, missed }

    private static func look(_ image: DiskImage, _ content: Content) throws -> Sight {
        do {
            let reader = try reader(image)
            guard try reader.verify().isEmpty else { return .found }
            return try Content(reader) == content ? .same : .missed
        } catch is JournalFault {
            return .found
        }
    }

    private static func reader(_ image: DiskImage) throws -> JournalReader {
        let disk = SimulatedDisk(image)
        // The file that it opens holds the disk from then on.
        return try withExtendedLifetime(disk) {
            try JournalReader(file: JournalFile(path: JournalLife.file, vfs: disk.vfs))
        }
    }
}
