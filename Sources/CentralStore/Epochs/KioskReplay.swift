import CampusCard

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
        try transaction.tables.beginReplay(
            of: kiosk, in: life.number,
            ReplayRow(
                journal: call.epoch, target: call.nextEvent,
                isOtherJournal: known != nil && known != call.epoch))
        try find(kiosk, call.epoch, life, transaction)?.review(transaction)
    }

    /// Before a kiosk has reported in a new life, nobody knows which of its events belong to the replay.
    static func requireBegun(
        _ kiosk: KioskID, in life: StoreLife, _ transaction: StoreTransaction
    ) throws {
        guard try life.number == 1 || transaction.tables.hasBegunReplay(kiosk, in: life.number)
        else { throw Rejection(.storeReplaying) }
    }

    /// The replay that events of this journal belong to; nil for none.
    static func find(
        _ kiosk: KioskID, _ journal: JournalEpoch, _ life: StoreLife,
        _ transaction: StoreTransaction
    ) throws -> KioskReplay? {
        guard life.number > 1 else { return nil }
        return try transaction.tables.replayTarget(of: kiosk, journal, in: life.number).map {
            KioskReplay(life: life, kiosk: kiosk, journal: journal, target: $0)
        }
    }

    /// The kiosk is done when the store wants what it had not yet written.
    func review(_ transaction: StoreTransaction) throws {
        guard try EventCursor.next(kiosk, journal, transaction) >= target else { return }
        try transaction.tables.finishReplay(
            of: kiosk, in: life.number, at: transaction.now.wall)
        try StoreLife.settle(transaction)
    }

    /// How many kiosks in service have neither replayed nor been given up.
    static func waiting(in life: StoreLife, _ transaction: StoreTransaction) throws -> Int64 {
        try transaction.tables.kiosksUnheard(in: life.number)
    }

    /// A person decides that this kiosk's journal is lost for good. Should it come back, its events
    /// are replayed all the same.
    static func giveUp(
        _ kiosk: KioskID, who: String, why: String, life: StoreLife,
        _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.giveUpReplay(
            of: kiosk, in: life.number, who: who, why: why, at: transaction.now.wall)
        try StoreLife.settle(transaction)
        try KeptOutCases.tryAgain(in: life, transaction)
    }
}
