package import CampusCard
import GRDB
package import KioskPorts

/// Where all cards are, as the journal books it, and where a witness disagreed.
package struct Ledger: Hashable, Sendable {
    package let epoch: JournalEpoch
    package let rows: Int64
    package let sums: StockSums
    package let atLarge: [CardAtLarge]
    /// Differences between the books and a witness, oldest first (K6).
    package let differences: [Difference]
    /// A movement whose end is not known.
    package let openMovement: MovementID?
    /// The next event that the store wants, and how many it has not acknowledged.
    package let nextEvent: EventSequence
    package let eventsWaiting: Int

    /// A count that did not fit.
    package struct Difference: Hashable, Sendable {
        package let row: Int64
        package let unit: StockUnit
        package let booked: Int
        package let witnessed: Int
    }
}

extension JournalReader {
    package func ledger() throws(JournalFault) -> Ledger {
        try JournalFault.naming("read the journal's ledger") { try queue.read(Self.ledger) }
    }

    private static func ledger(_ db: Database) throws -> Ledger {
        let next = try SQLiteJournal.outboxCursor(db)
        return Ledger(
            epoch: try SQLiteJournal.readEpoch(db),
            rows: try Int64.fetchOne(db, sql: "SELECT count(*) FROM journalRow") ?? 0,
            sums: try StockSums.read(db),
            atLarge: try CardAtLarge.readAll(db),
            differences: try differences(db),
            openMovement: try Int64.fetchOne(db, sql: "SELECT movement FROM openMovement")
                .map(MovementID.init),
            nextEvent: EventSequence(next),
            eventsWaiting: try Int.fetchOne(
                db, sql: "SELECT count(*) FROM journalRow WHERE eventSequence >= ?",
                arguments: [next]) ?? 0)
    }

    private static func differences(_ db: Database) throws -> [Ledger.Difference] {
        try StoredRow.fetchAll(
            db,
            sql: """
                SELECT \(StoredRow.columns) FROM journalRow
                WHERE kind = 'fact' AND json_extract(body, '$.change') = 'difference'
                ORDER BY sequence
                """
        ).compactMap { row in
            guard
                case .fact(.stock(.difference(let unit, let booked, let witnessed))) =
                    try row.entry()
            else { return nil }
            return Ledger.Difference(
                row: row.sequence, unit: unit, booked: booked, witnessed: witnessed)
        }
    }
}
