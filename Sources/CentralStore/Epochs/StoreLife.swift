import CampusCard

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
        guard let row = try transaction.tables.newestLife() else {
            throw StoreFailure("the store's life has no name")
        }
        return StoreLife(
            number: row.number, epoch: row.epoch, isReplaying: row.replayedAt == nil)
    }

    /// No card is issued while kiosks still have to be heard.
    static func requireReplayed(_ transaction: StoreTransaction) throws {
        guard try !current(transaction).isReplaying else { throw Rejection(.storeReplaying) }
    }

    /// Whether this database has ever had that life.
    static func isKnown(_ epoch: StoreEpoch, _ transaction: StoreTransaction) throws -> Bool {
        try transaction.tables.hasHadLife(epoch)
    }

    /// Names the first life of a database that has none; there is nothing to replay in it.
    static func nameFirst(_ transaction: StoreTransaction) throws {
        guard try transaction.tables.newestLife() == nil else { return }
        try insert(
            1, why: "first start", listFloor: 0, replayedAt: transaction.now.wall, transaction)
    }

    /// Begins a new life on what a backup knew. Logins and quotes of the lost span are over.
    static func begin(why: String, _ transaction: StoreTransaction) throws {
        transaction.count(.restored)
        let list = Int64(try StopList.version(transaction).value)
        try insert(
            try current(transaction).number + 1, why: why,
            listFloor: min(list + listGap, highestList), replayedAt: nil, transaction)
        try transaction.tables.skip(
            issues: issueGap, upTo: highestIssue, fences: fenceGap)
        try transaction.tables.endAllLogins()
    }

    private static func insert(
        _ number: Int64, why: String, listFloor: Int64, replayedAt: Int64?,
        _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.insert(
            LifeRow(
                number: number,
                epoch: StoreEpoch(
                    validated: transaction.environment.randomBytes(epochLength).hex),
                begunAt: transaction.now.wall, why: why, listFloor: listFloor,
                replayedAt: replayedAt))
    }

    /// Ends the replay once no kiosk in service has to be heard any more: service goes on by itself.
    static func settle(_ transaction: StoreTransaction) throws {
        let life = try current(transaction)
        guard life.isReplaying, try KioskReplay.waiting(in: life, transaction) == 0 else { return }
        try transaction.tables.endReplay(of: life.number, at: transaction.now.wall)
        // Their kiosks have been heard, and go on with them or not.
        try transaction.tables.renewAllLeases(until: CaseRecord.leaseEnd(transaction))
    }
}
