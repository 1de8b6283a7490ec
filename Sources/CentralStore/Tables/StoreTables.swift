import CampusCard

/// What the rules of the store keep, in their own words: rows are found and changed, nothing is decided. SQLite keeps them
/// in production (`SQLTables`), where the schema guards what the rules promise; memory keeps them in simulations
/// (`MemoryTables`). A differential test holds the two to the same answers and the same rows.
protocol StoreTables: CardholderTables, LoginTables, QuoteTables, CardTables, CaseTables,
    LedgerTables, KioskTables, LifeTables, EvidenceTables
{
    /// Runs a step that can be undone; what it wrote is rolled back when it says so.
    func inSavepoint(_ body: () throws -> SavepointEnd) throws

    /// Takes away what ended, at most `limit` rows of each table.
    func clear(_ ended: EndedRows, limit: Int) throws
}

/// Whether the writes of a step stay.
enum SavepointEnd {
    case keep, undo
}

/// What may be cleared away: answers older than `answersBefore` (wall time), and sessions, quotes and wrong passwords whose
/// end or last use lies before `tick`.
struct EndedRows {
    let answersBefore: Int64
    let tick: Int64
}
