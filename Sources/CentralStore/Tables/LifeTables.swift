import CampusCard

/// The lives of the store's rows, what each kiosk still has to replay in the newest, and what a replay could not settle.
protocol LifeTables {
    func newestLife() throws -> LifeRow?
    func hasHadLife(_ epoch: StoreEpoch) throws -> Bool
    func insert(_ life: LifeRow) throws
    /// The replay of a life is over.
    func endReplay(of life: Int64, at wall: Int64) throws
    /// Every account leaves out so many issue numbers, up to the highest there is, and fences.
    func skip(issues: Int64, upTo highest: Int64, fences: Int64) throws
    func endAllLogins() throws
    func renewAllLeases(until tick: Int64) throws

    /// Enters what a kiosk has to replay, unless its replay is known already.
    func beginReplay(of kiosk: KioskID, in life: Int64, _ row: ReplayRow) throws
    /// Whether the kiosk has said in this life what it has to replay.
    func hasBegunReplay(_ kiosk: KioskID, in life: Int64) throws -> Bool
    /// Events of this journal before this one belong to a replay; nil for none.
    func replayTarget(
        of kiosk: KioskID, _ journal: JournalEpoch, in life: Int64
    ) throws -> EventSequence?
    /// The kiosk has replayed, unless its journal is another than was known.
    func finishReplay(of kiosk: KioskID, in life: Int64, at wall: Int64) throws
    func giveUpReplay(
        of kiosk: KioskID, in life: Int64, who: String, why: String, at wall: Int64) throws
    /// Kiosks in service that have neither replayed nor been given up.
    func kiosksUnheard(in life: Int64) throws -> Int64
    /// Whether this kiosk is one of them.
    func isUnheard(_ kiosk: KioskID, in life: Int64) throws -> Bool

    func insert(_ conflict: ConflictRow) throws
    /// Open conflicts that have one of these reasons, the oldest first.
    func openConflicts(for reasons: Set<Refusal>) throws -> [ConflictRow]
    /// - Returns: how many were open.
    func closeConflicts(
        of caseID: CaseID, who: String, why: String, at wall: Int64
    ) throws -> Int64
}

/// One life of the store.
struct LifeRow {
    let number: Int64
    let epoch: StoreEpoch
    let begunAt: Int64
    let why: String
    /// List versions of this life are above it.
    let listFloor: Int64
    /// Nil while kiosks still have to be heard.
    var replayedAt: Int64?
}

/// What a kiosk has to replay.
struct ReplayRow {
    let journal: JournalEpoch
    let target: EventSequence
    let isOtherJournal: Bool
}

/// An event that a replay could not apply.
struct ConflictRow {
    let kiosk: KioskID
    let journal: JournalEpoch
    let sequence: EventSequence
    let life: Int64
    let caseID: CaseID?
    let why: Refusal
    let foundAt: Int64
}
