import CampusCard
import GRDB

/// One life of the store's database. A database that was restored from a backup begins a new one:
/// every kiosk replays what the backup has not seen, and no card is issued before that is done
/// (design §4).
struct StoreLife {
    let number: Int64
    let epoch: StoreEpoch
    /// Kiosks still have to be heard.
    let isReplaying: Bool

    private static let epochLength = 16
    /// What a new life leaves out, so that nothing which the lost span may have given out is given
    /// out again: gaps are normal in all three.
    private static let issueGap: Int64 = 64
    private static let fenceGap: Int64 = 1_000
    private static let listGap: Int64 = 100_000
    private static let highestList: Int64 = 4_294_967_295
    private static let highestIssue: Int64 = 65_536

    /// The life at hand.
    static func current(_ transaction: StoreTransaction) throws -> StoreLife {
        let row = try transaction.row(
            """
            SELECT number, epoch, replayed_at FROM store_epoch WHERE campus = :campus
            ORDER BY number DESC LIMIT 1
            """)
        guard let row else { throw StoreFailure("the store's life has no name") }
        return StoreLife(
            number: row["number"], epoch: StoreEpoch(validated: row["epoch"]),
            isReplaying: (row["replayed_at"] as Int64?) == nil)
    }

    /// No card is issued while kiosks still have to be heard.
    static func requireReplayed(_ transaction: StoreTransaction) throws {
        guard try !current(transaction).isReplaying else { throw Rejection(.storeReplaying) }
    }

    /// Whether this database has ever had that life.
    static func isKnown(_ epoch: StoreEpoch, _ transaction: StoreTransaction) throws -> Bool {
        try transaction.row(
            "SELECT 1 FROM store_epoch WHERE campus = :campus AND epoch = :epoch",
            ["epoch": epoch.text]) != nil
    }

    /// Names the first life of a database that has none; there is nothing to replay in it.
    static func nameFirst(_ transaction: StoreTransaction) throws {
        let known = try transaction.row("SELECT 1 FROM store_epoch WHERE campus = :campus")
        guard known == nil else { return }
        try insert(
            1, why: "first start", listFloor: 0, replayedAt: transaction.now.wall, transaction)
    }

    /// Begins a new life on what a backup knew. Logins and quotes of the lost span are over.
    static func begin(why: String, _ transaction: StoreTransaction) throws {
        let list = Int64(try StopList.version(transaction).value)
        try insert(
            try current(transaction).number + 1, why: why,
            listFloor: min(list + listGap, highestList), replayedAt: nil, transaction)
        try transaction.run(
            """
            UPDATE cardholder SET next_issue = MIN(next_issue + :issues, :highest),
                next_fence = next_fence + :fences WHERE campus = :campus
            """, ["issues": issueGap, "highest": highestIssue, "fences": fenceGap])
        try transaction.run("DELETE FROM session WHERE campus = :campus")
        try transaction.run("DELETE FROM quote WHERE campus = :campus")
    }

    private static func insert(
        _ number: Int64, why: String, listFloor: Int64, replayedAt: Int64?,
        _ transaction: StoreTransaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO store_epoch VALUES
                (:campus, :number, :epoch, :at, :why, :floor, :replayed)
            """,
            [
                "number": number, "epoch": transaction.environment.randomBytes(epochLength).hex,
                "at": transaction.now.wall, "why": why, "floor": listFloor,
                "replayed": replayedAt,
            ])
    }

    /// Ends the replay once no kiosk in service has to be heard any more: service goes on by itself.
    static func settle(_ transaction: StoreTransaction) throws {
        let life = try current(transaction)
        guard life.isReplaying, try KioskReplay.waiting(in: life, transaction) == 0 else { return }
        try transaction.run(
            """
            UPDATE store_epoch SET replayed_at = :at
            WHERE campus = :campus AND number = :number
            """, ["at": transaction.now.wall, "number": life.number])
        // Their kiosks have been heard, and go on with them or not.
        try transaction.run(
            """
            UPDATE replacement_case SET lease_until = :until
            WHERE campus = :campus AND stage IN ('opened', 'bound')
            """, ["until": transaction.now.tick(after: transaction.policy.leaseSeconds)])
    }
}
