import CampusCard
import GRDB
import KioskPorts

extension CaseHistory {
    /// The history of the case that has begun and not ended, or nil.
    static func readUnfinished(_ db: Database) throws -> CaseHistory? {
        guard
            let begun = try StoredRow.fetchOne(
                db,
                sql: """
                    SELECT \(StoredRow.columns) FROM journalRow
                    WHERE sequence = (SELECT sequence FROM openCase)
                    """)
        else { return nil }
        guard case .caseBegun(let id, let job) = try begun.entry() else {
            throw RowFormatFault("row \(begun.sequence) does not begin a case")
        }
        var history = CaseHistory(id, job)
        // One case at a time: what follows its first row is its own, or says nothing of it.
        let rows = try StoredRow.fetchCursor(
            db,
            sql: """
                SELECT \(StoredRow.columns) FROM journalRow
                WHERE sequence > ? ORDER BY sequence
                """, arguments: [begun.sequence])
        while let row = try rows.next() { history.take(try row.entry()) }
        return history
    }
}
