import CampusCard
import GRDB

/// One moment of the store.
struct StoreTime {
    /// Milliseconds that the store has been running, over all its runs: leases, locks, sessions and
    /// quotes end by it. It stands still while the store is down, so nobody loses a lease to a
    /// restart.
    let tick: Int64
    /// Milliseconds since 1970 UTC: data, never an order.
    let wall: Int64

    func tick(after seconds: Int) -> Int64 { tick + Int64(seconds) * 1_000 }
}

/// Turns the injected clock into service time: it goes on from the tick that the database has seen
/// last.
struct ServiceTime: Sendable {
    private let clock: any StoreClock
    private let base: Int64
    private let started: Int64

    init(clock: any StoreClock, lastTick: Int64) {
        self.clock = clock
        base = lastTick
        started = clock.monotonicMilliseconds()
    }

    func now() -> StoreTime {
        StoreTime(
            tick: base + (clock.monotonicMilliseconds() - started), wall: clock.wallMilliseconds())
    }

    static func lastTick(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT tick FROM service_time") ?? 0
    }

    static func remember(_ time: StoreTime, _ db: Database) throws {
        try db.cachedStatement(sql: "UPDATE service_time SET tick = MAX(tick, ?)")
            .execute(arguments: [time.tick])
    }
}
