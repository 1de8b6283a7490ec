package import CampusCard
import GRDB
package import KioskPorts
import Synchronization

/// Writing: rows and acknowledgements, each call one transaction.
extension SQLiteJournal {
    @discardableResult
    package func append(
        _ entries: [JournalEntry], at stamp: JournalStamp
    ) throws(JournalFault) -> Int64 {
        let contents = entries.map { RowContent($0) }
        let names = contents.map(\.kind.rawValue).joined(separator: ", ")
        // Unknown until the rows are in: an append that fails leaves nothing to rely on.
        let stock = knownStock.withLock { known in
            defer { known = nil }
            return known
        }
        let (tail, sums) = try JournalFault.naming("append \(names) to the journal") {
            do {
                return try queue.write { try insert(contents, stamp, stock, $0) }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
                // The case under way is what the reserve was kept for; K10 stops the next one.
                troubles.count(.journalDiskFull)
                reserve.release()
                return try queue.write { try insert(contents, stamp, stock, $0) }
            }
        }
        knownStock.withLock { $0 = sums }
        return tail
    }

    /// - Returns: the number of the last row, and the sums after it if they were known before.
    private func insert(
        _ contents: [RowContent], _ stamp: JournalStamp, _ sums: StockSums?, _ db: Database
    ) throws -> (tail: Int64, sums: StockSums?) {
        var tail = try Tail(db)
        var stock = StockKeeping(sums, db)
        for content in contents {
            let row = try tail.next(content, epoch: epoch, stamp)
            try stock.follow(content) { try row.insert(db) }
        }
        return (tail.sequence, stock.sums)
    }

    package func acknowledge(
        next: EventSequence, at stamp: JournalStamp
    ) throws(JournalFault) {
        try JournalFault.naming("acknowledge the events before \(next)") {
            try queue.write { db in
                // An answer that was overtaken by a later one says nothing new.
                guard next.value > (try Self.outboxCursor(db)) else { return }
                try CursorChain.acknowledgement.append(
                    [next.value], epoch: epoch, at: stamp, db)
            }
        }
    }
}

/// The end of the chain, to which rows are added.
private struct Tail {
    private(set) var sequence: Int64
    private var hash: String
    private var eventSequence: Int64

    init(_ db: Database) throws {
        let last = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT sequence, hash FROM journalRow ORDER BY sequence DESC LIMIT 1"))
        sequence = try last?.decode(forColumn: "sequence") ?? 0
        hash = try last?.decode(forColumn: "hash") ?? StoredRow.noHash
        // The condition lets SQLite use the index of event numbers.
        let lastEvent = """
            SELECT max(eventSequence) FROM journalRow WHERE eventSequence IS NOT NULL
            """
        eventSequence = try Int64.fetchOne(db.cachedStatement(sql: lastEvent)) ?? 0
    }

    /// The row of the content at this end of the chain.
    mutating func next(
        _ content: RowContent, epoch: JournalEpoch, _ stamp: JournalStamp
    ) throws -> StoredRow {
        let isEvent = content.kind == .fact
        sequence += 1
        eventSequence += isEvent ? 1 : 0
        let row = StoredRow(
            sequence: sequence, version: RowContent.version, epoch: epoch.text,
            bootID: stamp.bootID.text, wallMilliseconds: stamp.wallMilliseconds,
            monotonicMilliseconds: stamp.monotonicMilliseconds, kind: content.kind.rawValue,
            caseID: content.caseID?.text, eventSequence: isEvent ? eventSequence : nil,
            body: try content.body.json(), previousHash: hash
        ).sealed()
        hash = row.hash
        return row
    }
}
