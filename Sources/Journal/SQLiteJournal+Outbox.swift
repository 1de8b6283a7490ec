package import CampusCard
import GRDB
package import KioskPorts

/// What goes to the store: the rows of facts, from the cursor on.
extension SQLiteJournal {
    package func outbox(limit: Int) throws(JournalFault) -> [KioskEvent] {
        precondition(limit > 0, "An outbox is read by at least one event at a time")
        return try JournalFault.naming("read the outbox") {
            try queue.read { db in
                try StoredRow.fetchAll(
                    db,
                    sql: """
                        SELECT \(StoredRow.columns) FROM journalRow
                        WHERE eventSequence >= ? ORDER BY eventSequence LIMIT ?
                        """, arguments: [try Self.outboxCursor(db), limit]
                ).map(Self.event)
            }
        }
    }

    static func outboxCursor(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT nextEvent FROM outboxCursor") ?? 1
    }

    private static func event(_ row: StoredRow) throws -> KioskEvent {
        guard let number = row.eventSequence, case .fact(let fact) = try row.entry() else {
            throw RowFormatFault("row \(row.sequence) has an event number and is no fact")
        }
        return KioskEvent(
            sequence: EventSequence(number), atMilliseconds: row.wallMilliseconds, fact: fact)
    }
}
