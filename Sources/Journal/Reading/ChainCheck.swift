import CampusCard
import GRDB
import KioskPorts

/// Walks the chain from the first row and names every place where it does not hold.
struct ChainCheck {
    private let db: Database
    private let epoch: String
    private var findings: [JournalFinding] = []
    private var before: StoredRow?
    private var lastEvent: Int64 = 0

    /// The most findings that are listed: a file with more is not looked at row by row.
    static let findingLimit = 1000

    static func findings(_ db: Database) throws -> [JournalFinding] {
        var check = ChainCheck(db: db, epoch: try SQLiteJournal.readEpoch(db).text)
        try check.walk()
        try check.lookForTail()
        return check.findings
    }

    private init(db: Database, epoch: String) {
        self.db = db
        self.epoch = epoch
    }

    private mutating func walk() throws {
        let rows = try StoredRow.fetchCursor(
            db, sql: "SELECT \(StoredRow.columns) FROM journalRow ORDER BY sequence")
        while findings.count < Self.findingLimit, let row = try rows.next() {
            try take(row)
            before = row
        }
    }

    private mutating func take(_ row: StoredRow) throws {
        let sequenceBefore = before?.sequence ?? 0
        if row.sequence != sequenceBefore + 1 {
            add(row, .dropped(from: sequenceBefore + 1))
        } else if row.previousHash != before?.hash ?? StoredRow.noHash {
            add(row, try broken(row))
        }
        if row.hash != row.computedHash() { add(row, .edited) }
        if row.epoch != epoch { add(row, .foreign(epoch: row.epoch)) }
        if let number = row.eventSequence {
            if number != lastEvent + 1 { add(row, .eventNumber(expected: lastEvent + 1)) }
            lastEvent = number
        }
        do { _ = try row.entry() } catch { add(row, .unreadable(error.description)) }
    }

    /// Why the row does not follow the one before it.
    private func broken(_ row: StoredRow) throws -> JournalFinding.Kind {
        let written = try Int64.fetchOne(
            db, sql: "SELECT sequence FROM journalRow WHERE hash = ?", arguments: [row.previousHash]
        )
        if row.previousHash == StoredRow.noHash { return .reordered(written: 0) }
        return written.map { .reordered(written: $0) } ?? .unlinked
    }

    /// SQLite remembers the highest number that it gave, and the store's acknowledgements name
    /// events.
    private mutating func lookForTail() throws {
        let given = try Int64.fetchOne(
            db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'journalRow'")
        let last = before?.sequence ?? 0
        if let given, given > last {
            findings.append(JournalFinding(row: nil, kind: .tornTail(last: given)))
        }
        let acknowledged = try SQLiteJournal.outboxCursor(db) - 1
        if acknowledged > lastEvent {
            findings.append(
                JournalFinding(
                    row: nil,
                    kind: .damaged("the store has event \(acknowledged), the file ends before it")))
        }
    }

    private mutating func add(_ row: StoredRow, _ kind: JournalFinding.Kind) {
        findings.append(JournalFinding(row: row.sequence, kind: kind))
    }
}
