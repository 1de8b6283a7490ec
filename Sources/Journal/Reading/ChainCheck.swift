import CampusCard
import GRDB
import KioskPorts

/// Walks the chains of the file from their first lines and names every place where one does not hold.
struct ChainCheck {
    private let db: Database
    private let epoch: String
    private var findings: [JournalFinding] = []
    private var walk = ChainWalk(.rows)
    private var lastEvent: Int64 = 0

    /// The most findings of the rows that are listed: a file with more is not looked at row by row.
    static let findingLimit = 1000

    static func findings(_ db: Database) throws -> [JournalFinding] {
        var check = ChainCheck(db: db, epoch: try SQLiteJournal.readEpoch(db).text)
        try check.walkRows()
        for chain in CursorChain.allCases { try check.walk(chain) }
        try check.lookForLostEvents()
        return check.findings
    }

    private init(db: Database, epoch: String) {
        self.db = db
        self.epoch = epoch
    }

    private mutating func walkRows() throws {
        let rows = try StoredRow.fetchCursor(
            db, sql: "SELECT \(StoredRow.columns) FROM journalRow ORDER BY sequence")
        while findings.count < Self.findingLimit, let row = try rows.next() { try take(row) }
        if let torn = walk.tail(given: try given(in: "journalRow")) { findings.append(torn) }
    }

    private mutating func take(_ row: StoredRow) throws {
        let link = ChainLink(
            number: row.sequence, previousHash: row.previousHash, hash: row.hash,
            computedHash: row.computedHash())
        findings += try walk.take(link) { hash in
            try Int64.fetchOne(
                db, sql: "SELECT sequence FROM journalRow WHERE hash = ?", arguments: [hash])
        }
        if row.epoch != epoch { add(row, .foreign(epoch: row.epoch)) }
        if let number = row.eventSequence {
            if number != lastEvent + 1 { add(row, .eventNumber(expected: lastEvent + 1)) }
            lastEvent = number
        }
        do { _ = try row.entry() } catch { add(row, .unreadable(error.description)) }
    }

    private mutating func walk(_ chain: CursorChain) throws {
        var walk = ChainWalk(chain.list)
        let links = try chain.links(epoch: epoch, db).map(\.link)
        for link in links {
            findings += walk.take(link) { hash in links.first { $0.hash == hash }?.number }
        }
        if let torn = walk.tail(given: try given(in: chain.rawValue)) { findings.append(torn) }
    }

    /// SQLite remembers the highest number that it gave.
    private func given(in table: String) throws -> Int64? {
        try Int64.fetchOne(
            db, sql: "SELECT seq FROM sqlite_sequence WHERE name = ?", arguments: [table])
    }

    /// The store's acknowledgements name events.
    private mutating func lookForLostEvents() throws {
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

extension CursorChain {
    fileprivate var list: JournalFinding.List {
        switch self {
        case .acknowledgement: .acknowledgements
        case .storeLife: .storeLives
        }
    }
}
