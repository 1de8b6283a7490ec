import CampusCard

/// Clears away what has ended, a little in each minute of each kiosk's heartbeats, so that no table
/// grows for ever but those that are history: cards, cases, ledger, list and events.
enum Housekeeping {
    /// How long an answer is kept. A repetition that comes later still has no second effect: the
    /// stage of its case and the legs of its money decide.
    private static let answerDays: Int64 = 30
    /// How long sessions, quotes and wrong passwords stay after their end.
    private static let endedDays: Int64 = 1
    private static let dayMilliseconds: Int64 = 86_400_000
    private static let minuteMilliseconds: Int64 = 60_000
    /// The most rows of a table that one heartbeat clears away.
    private static let rowLimit = 50

    /// - Parameter wall: when the kiosk was heard before; nil for never.
    static func clear(since wall: Int64?, _ transaction: StoreTransaction) throws {
        let now = transaction.now
        guard wall.map({ $0 / minuteMilliseconds != now.wall / minuteMilliseconds }) ?? true else {
            return
        }
        try transaction.tables.clear(
            EndedRows(
                answersBefore: now.wall - answerDays * dayMilliseconds,
                tick: now.tick - endedDays * dayMilliseconds), limit: rowLimit)
    }
}
