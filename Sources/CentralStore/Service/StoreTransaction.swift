import CampusCard
import GRDB

/// What one call works with: an open transaction, the campus, the time and the rules. It never
/// outlives the call.
struct StoreTransaction {
    let db: Database
    let campus: CampusID
    let now: StoreTime
    let policy: StorePolicy
    let environment: StoreEnvironment
    let keys: any MasterKeys

    typealias Arguments = [String: (any DatabaseValueConvertible)?]

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

/// A refusal on its way out of a rule: whatever the rule wrote is rolled back.
struct Rejection: Error {
    let refused: Refused

    init(
        _ reason: Refusal, fee: Money? = nil, spendable: Money? = nil,
        retryAfterSeconds: Int? = nil,
        kiosk: KioskID? = nil
    ) {
        refused = Refused(
            reason, fee: fee, spendable: spendable, retryAfterSeconds: retryAfterSeconds,
            kiosk: kiosk)
    }
}
