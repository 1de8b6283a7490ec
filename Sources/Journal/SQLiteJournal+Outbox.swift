package import CampusCard
import GRDB
package import KioskPorts

/// What goes to the store: the rows of facts, from the cursor on.
extension SQLiteJournal {
    package func outbox(limit: Int) throws(JournalFault) -> [KioskEvent] {
        precondition(limit > 0, "An outbox is read by at least one event at a time")
        return try JournalFault.naming("read the outbox") {
            try look { db in
                let waiting = try db.cachedStatement(
                    sql: """
                        SELECT \(StoredRow.columns) FROM journalRow
                        WHERE eventSequence >= ? ORDER BY eventSequence LIMIT ?
                        """)
                return try StoredRow.fetchAll(
                    waiting, arguments: [Self.outboxCursor(db), limit]
                ).map(Self.event)
            }
        }
    }

    package func storeCursor() throws(JournalFault) -> StoreCursor {
        try JournalFault.naming("read the cursor of the outbox") {
            try look { db in
                let life = try String.fetchOne(
                    db.cachedStatement(
                        sql: "SELECT storeEpoch FROM storeLife ORDER BY number DESC LIMIT 1"))
                // The condition lets SQLite use the index of event numbers.
                let last = try Int64.fetchOne(
                    db.cachedStatement(
                        sql: """
                            SELECT max(eventSequence) FROM journalRow
                            WHERE eventSequence IS NOT NULL
                            """))
                return StoreCursor(
                    storeEpoch: life.map(StoreEpoch.init(validated:)),
                    nextWanted: EventSequence(try Self.outboxCursor(db)),
                    nextEvent: EventSequence((last ?? 0) + 1))
            }
        }
    }

    package func beginStoreLife(
        _ epoch: StoreEpoch, next: EventSequence, at stamp: JournalStamp
    ) throws(JournalFault) {
        try JournalFault.naming("begin the store's life \(epoch)") {
            try queue.write { db in
                // Acknowledgements from before it belong to earlier lives.
                let last = try Int64.fetchOne(
                    db, sql: "SELECT max(number) FROM acknowledgement")
                try CursorChain.storeLife.append(
                    [epoch.text, min(next.value, try Self.outboxCursor(db)), last ?? 0],
                    epoch: self.epoch, at: stamp, db)
            }
        }
    }

    static func outboxCursor(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT nextEvent FROM outboxCursor")) ?? 1
    }

    private static func event(_ row: StoredRow) throws -> KioskEvent {
        guard let number = row.eventSequence, case .fact(let fact) = try row.entry() else {
            throw RowFormatFault("row \(row.sequence) has an event number and is no fact")
        }
        return KioskEvent(
            sequence: EventSequence(number), atMilliseconds: row.wallMilliseconds, fact: fact)
    }
}
