import CampusCard
import GRDB

/// The store's tables in SQLite, inside one open transaction of one campus. It never outlives the transaction.
struct SQLTables: StoreTables {
    let db: Database
    let campus: CampusID

    typealias Arguments = [String: (any DatabaseValueConvertible)?]

    func inSavepoint(_ body: () throws -> SavepointEnd) throws {
        try db.inSavepoint {
            switch try body() {
            case .keep: .commit
            case .undo: .rollback
            }
        }
    }

    /// Runs a statement; `:campus` is always bound.
    func run(_ sql: String, _ arguments: Arguments = [:]) throws {
        try db.cachedStatement(sql: sql).execute(arguments: bound(arguments))
    }

    /// The first row of a query, or nil.
    func row(_ sql: String, _ arguments: Arguments = [:]) throws -> Row? {
        try Row.fetchOne(db.cachedStatement(sql: sql), arguments: bound(arguments))
    }

    /// All rows of a query.
    func rows(_ sql: String, _ arguments: Arguments = [:]) throws -> [Row] {
        try Row.fetchAll(db.cachedStatement(sql: sql), arguments: bound(arguments))
    }

    /// An integer of a query that always has one row.
    func integer(_ sql: String, _ arguments: Arguments = [:]) throws -> Int64 {
        let statement = try db.cachedStatement(sql: sql)
        guard let value = try Int64.fetchOne(statement, arguments: bound(arguments)) else {
            throw StoreFailure("a query for a number returned no row")
        }
        return value
    }

    private func bound(_ arguments: Arguments) -> StatementArguments {
        var all = arguments
        all["campus"] = campus.text
        return StatementArguments(all)
    }
}

/// What is cleared away: a table, and when a row of it has ended.
extension SQLTables {
    private static let endings = [
        ("answered_call", "at < :end"),
        ("session", "ends_tick < :end"),
        ("quote", "ends_tick < :end"),
        ("login_throttle", "last_tick < :end AND locked_until < :end"),
        ("kiosk_wrong_number", "last_tick < :end"),
    ]

    func clear(_ ended: EndedRows, limit: Int) throws {
        for (table, condition) in Self.endings {
            let end = table == "answered_call" ? ended.answersBefore : ended.tick
            try run(
                """
                DELETE FROM \(table) WHERE rowid IN (
                    SELECT rowid FROM \(table) WHERE campus = :campus AND \(condition)
                    LIMIT :limit)
                """, ["end": end, "limit": limit])
        }
    }
}
