package import CampusCard
import GRDB
package import KioskPorts

/// A journal opened for looking only: no statement can change it, and a running kiosk may go on
/// writing.
package final class JournalReader: Sendable {
    let queue: DatabaseQueue

    /// - Throws: when there is no journal at the path.
    package convenience init(path: String) throws(JournalFault) {
        try self.init(file: JournalFile(path: path))
    }

    /// As above on any file system of SQLite's.
    package init(file: JournalFile) throws(JournalFault) {
        queue = try JournalFault.naming("open the journal \(file.path) for reading") {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(Self.busySeconds)
            let queue = try DatabaseQueue(path: file.uri, configuration: configuration)
            _ = try queue.read(SQLiteJournal.readEpoch)
            return queue
        }
    }

    /// Looks at a journal in memory, beside the kiosk that writes it.
    package init(_ memory: JournalMemory) {
        queue = memory.queue
    }

    /// How long the writer may hold the file.
    private static let busySeconds = 5.0

    /// Hands out the rows in order, from `since` on, until `body` throws: all of them, or those of
    /// one case with what became of its movements and cards; at most `limit`, if there is one.
    package func forEachRow(
        since: Int64 = 1, of caseID: CaseID? = nil, limit: Int? = nil,
        _ body: (JournalRecord) throws -> Void
    ) throws(JournalFault) {
        try JournalFault.naming("read the journal's rows") {
            try queue.read { db in
                let rows = try StoredRow.fetchCursor(
                    db,
                    sql: """
                        SELECT \(StoredRow.columns) FROM journalRow
                        WHERE sequence >= :since AND (:case IS NULL OR \(Self.belongsToCase))
                        ORDER BY sequence LIMIT :limit
                        """,
                    // SQLite: a negative limit is none.
                    arguments: ["since": since, "case": caseID?.text, "limit": limit ?? -1])
                while let row = try rows.next() { try body(JournalRecord(row)) }
            }
        }
    }

    private static let belongsToCase = """
        (caseID = :case
            OR kind = 'movementEnded' AND movement IN (SELECT movement FROM journalRow
                WHERE caseID = :case AND kind = 'movementIntended')
            OR card IN (SELECT card FROM journalRow WHERE caseID = :case AND card IS NOT NULL))
        """
}

/// One row for people and scripts.
package struct JournalRecord: Hashable, Sendable {
    package let sequence: Int64
    package let wallMilliseconds: Int64
    package let kind: String
    package let caseID: String?
    /// The number under which the store gets the row; nil when it stays here.
    package let eventSequence: Int64?
    /// A JSON object.
    package let body: String
    private let row: StoredRow

    /// What the row says; nil when this software cannot read its format.
    package var entry: JournalEntry? { try? row.entry() }

    init(_ row: StoredRow) {
        self.row = row
        sequence = row.sequence
        wallMilliseconds = row.wallMilliseconds
        kind = row.kind
        caseID = row.caseID
        eventSequence = row.eventSequence
        body = row.body
    }
}
