import CampusCard
import GRDB

/// How far one kiosk has replayed its journal in the store's present life.
struct KioskReplay {
    let life: StoreLife
    let kiosk: KioskID
    let journal: JournalEpoch
    /// Events before this one belong to the replay.
    let target: EventSequence

    /// A kiosk reports for the first time in a restored store's life: what its journal holds now is
    /// what it replays. `known` is the journal that the backup knew it by.
    static func begin(
        _ kiosk: KioskID, _ call: RegisterCall, known: JournalEpoch?, life: StoreLife,
        _ transaction: StoreTransaction
    ) throws {
        guard life.number > 1 else { return }
        try transaction.run(
            """
            INSERT INTO kiosk_replay (campus, number, kiosk, journal_epoch, target, other_journal)
            VALUES (:campus, :number, :kiosk, :journal, :target, :other)
            ON CONFLICT DO UPDATE SET journal_epoch = :journal, target = :target
                WHERE journal_epoch IS NULL
            """,
            [
                "number": life.number, "kiosk": kiosk.text, "journal": call.epoch.text,
                "target": call.nextEvent.value, "other": known != nil && known != call.epoch,
            ])
        try find(kiosk, call.epoch, life, transaction)?.review(transaction)
    }

    /// The replay that events of this journal belong to; nil for none.
    static func find(
        _ kiosk: KioskID, _ journal: JournalEpoch, _ life: StoreLife,
        _ transaction: StoreTransaction
    ) throws -> KioskReplay? {
        guard life.number > 1 else { return nil }
        return try transaction.row(
            """
            SELECT target FROM kiosk_replay WHERE campus = :campus AND number = :number
                AND kiosk = :kiosk AND journal_epoch = :journal
            """, ["number": life.number, "kiosk": kiosk.text, "journal": journal.text]
        ).map {
            KioskReplay(
                life: life, kiosk: kiosk, journal: journal, target: EventSequence($0["target"]))
        }
    }

    /// The kiosk is done when the store wants what it had not yet written.
    func review(_ transaction: StoreTransaction) throws {
        guard try EventCursor.next(kiosk, journal, transaction) >= target else { return }
        try transaction.run(
            """
            UPDATE kiosk_replay SET done_at = :at WHERE campus = :campus AND number = :number
                AND kiosk = :kiosk AND done_at IS NULL AND other_journal = 0
            """, ["at": transaction.now.wall, "number": life.number, "kiosk": kiosk.text])
        try StoreLife.settle(transaction)
    }

    /// How many kiosks in service have neither replayed nor been given up.
    static func waiting(in life: StoreLife, _ transaction: StoreTransaction) throws -> Int64 {
        try transaction.integer(
            """
            SELECT COUNT(*) FROM kiosk k WHERE k.campus = :campus AND k.in_service
                AND NOT EXISTS (SELECT 1 FROM kiosk_replay r WHERE r.campus = k.campus
                    AND r.number = :number AND r.kiosk = k.kiosk
                    AND (r.done_at IS NOT NULL OR r.given_up_at IS NOT NULL))
            """, ["number": life.number])
    }

    /// A person decides that this kiosk's journal is lost for good. Should it come back, its events
    /// are replayed all the same.
    static func giveUp(
        _ kiosk: KioskID, who: String, why: String, life: StoreLife,
        _ transaction: StoreTransaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO kiosk_replay (campus, number, kiosk, given_up_at, given_up_by, given_up_why)
            VALUES (:campus, :number, :kiosk, :at, :who, :why)
            ON CONFLICT DO UPDATE SET given_up_at = :at, given_up_by = :who, given_up_why = :why
            """,
            [
                "number": life.number, "kiosk": kiosk.text, "at": transaction.now.wall,
                "who": who, "why": why,
            ])
        try StoreLife.settle(transaction)
    }
}
