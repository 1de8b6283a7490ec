import CampusCard
import GRDB

/// Clears away what has ended, a little with each heartbeat of a kiosk, so that no table grows for
/// ever but those that are history: cards, cases, ledger, list and events.
enum Housekeeping {
    /// How long an answer is kept. A repetition that comes later still has no second effect: the
    /// stage of its case and the legs of its money decide.
    private static let answerDays: Int64 = 30
    /// How long sessions, quotes and wrong passwords stay after their end.
    private static let endedDays: Int64 = 1
    private static let dayMilliseconds: Int64 = 86_400_000
    /// The most rows of a table that one heartbeat clears away.
    private static let rowLimit = 50

    /// What is cleared away: a table, and when a row of it has ended.
    private static let ended = [
        ("answered_call", "at < :oldAnswer"),
        ("session", "ends_tick < :ended"),
        ("quote", "ends_tick < :ended"),
        ("login_throttle", "last_tick < :ended AND locked_until < :ended"),
        ("kiosk_wrong_number", "last_tick < :ended"),
    ]

    static func clear(_ transaction: StoreTransaction) throws {
        for (table, condition) in ended {
            try transaction.run(
                """
                DELETE FROM \(table) WHERE rowid IN (
                    SELECT rowid FROM \(table) WHERE campus = :campus AND \(condition)
                    LIMIT :limit)
                """, arguments(for: condition, transaction))
        }
    }

    private static func arguments(
        for condition: String, _ transaction: StoreTransaction
    ) -> StoreTransaction.Arguments {
        let now = transaction.now
        return condition.contains(":oldAnswer")
            ? ["oldAnswer": now.wall - answerDays * dayMilliseconds, "limit": rowLimit]
            : ["ended": now.tick - endedDays * dayMilliseconds, "limit": rowLimit]
    }
}
