package import CampusCard
import GRDB

/// The store's present life, and how far each kiosk has replayed its journal in it.
package struct ReplayView: Hashable, Sendable {
    /// 1 for a store that was never restored.
    package let number: Int64
    package let epoch: StoreEpoch
    /// Milliseconds since 1970 UTC.
    package let begunAt: Int64
    package let why: String
    /// When the last kiosk had been heard; nil while no card is issued.
    package let replayedAt: Int64?
    package let kiosks: [Kiosk]
    /// Conflicts that nobody has closed.
    package let openConflicts: Int64

    /// One registered kiosk.
    package struct Kiosk: Hashable, Sendable {
        package let kiosk: KioskID
        package let inService: Bool
        package let standing: Standing
    }

    /// How far a kiosk is.
    package enum Standing: Hashable, Sendable {
        /// It has not reported in this life.
        case unheard
        /// It has still to send the events from `next` to before `target`.
        case replaying(next: EventSequence, target: EventSequence)
        /// Its journal is another than the backup knows: what the earlier one held is lost.
        case otherJournal
        case replayed
        /// A person decided that its journal is lost.
        case givenUp(who: String, why: String)
    }
}

extension Operator {
    /// The present life and its replay.
    package func replay() throws(StoreFailure) -> ReplayView {
        try service.inSQL("show the replay") { tables, transaction in
            let life = try StoreLife.current(transaction)
            let row = try tables.row(
                """
                SELECT begun_at, why, replayed_at FROM store_epoch
                WHERE campus = :campus AND number = :number
                """, ["number": life.number])
            guard let row else { throw StoreFailure("the store's life vanished") }
            return ReplayView(
                number: life.number, epoch: life.epoch, begunAt: row["begun_at"], why: row["why"],
                replayedAt: row["replayed_at"], kiosks: try Self.kiosks(life, tables),
                openConflicts: try tables.integer(
                    """
                    SELECT COUNT(*) FROM replay_conflict
                    WHERE campus = :campus AND closed_at IS NULL
                    """))
        }
    }

    /// Declares the journal of a kiosk lost for good, so that the replay need not wait for it.
    package func giveUpReplay(
        of kiosk: KioskID, who: String, why: String
    ) throws(StoreFailure) {
        try service.inSQL("give up the replay of \(kiosk)") { tables, transaction in
            guard try KioskRecord.inService(kiosk, transaction) != nil else {
                throw StoreFailure("no kiosk \(kiosk) is registered")
            }
            let life = try StoreLife.current(transaction)
            guard life.isReplaying else {
                throw StoreFailure("no replay is under way: nothing waits for \(kiosk)")
            }
            let kiosks = try Self.kiosks(life, tables)
            guard kiosks.first(where: { $0.kiosk == kiosk })?.standing != .replayed else {
                throw StoreFailure("\(kiosk) has replayed its journal: nothing waits for it")
            }
            try KioskReplay.giveUp(kiosk, who: who, why: why, life: life, transaction)
        }
    }

    private static func kiosks(
        _ life: StoreLife, _ tables: SQLTables
    ) throws -> [ReplayView.Kiosk] {
        try tables.rows(
            """
            SELECT k.kiosk AS id, k.in_service, r.*,
                COALESCE(c.next_sequence, 1) AS next_sequence
            FROM kiosk k
            LEFT JOIN kiosk_replay r ON r.campus = k.campus AND r.kiosk = k.kiosk
                AND r.number = :number
            LEFT JOIN kiosk_cursor c ON c.campus = k.campus AND c.kiosk = k.kiosk
                AND c.epoch = r.journal_epoch
            WHERE k.campus = :campus ORDER BY k.kiosk
            """, ["number": life.number]
        ).map { row in
            ReplayView.Kiosk(
                kiosk: KioskID(validated: row["id"]), inService: row["in_service"],
                standing: standing(row, life))
        }
    }

    private static func standing(_ row: Row, _ life: StoreLife) -> ReplayView.Standing {
        let (who, why): (String?, String?) = (row["given_up_by"], row["given_up_why"])
        let (done, target): (Int64?, Int64?) = (row["done_at"], row["target"])
        if done != nil || life.number == 1 { return .replayed }
        if let who, let why { return .givenUp(who: who, why: why) }
        guard let target else { return .unheard }
        let next: Int64 = row["next_sequence"]
        if row["other_journal"] && next >= target { return .otherJournal }
        return .replaying(next: EventSequence(next), target: EventSequence(target))
    }
}
