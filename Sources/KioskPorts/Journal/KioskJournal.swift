package import CampusCard

/// The kiosk's memory that survives everything: append-only, hash-chained, durable on return.
///
/// Calls are synchronous and short; one caller at a time.
package protocol KioskJournal: Sendable {
    var epoch: JournalEpoch { get }

    /// Appends the entries in one transaction, in order. When this returns they survive a power
    /// cut.
    @discardableResult
    func append(_ entries: [JournalEntry], at stamp: JournalStamp) throws(JournalFault) -> Int64

    /// The id that the next movement is to take: one more than the highest that was ever intended.
    func nextMovement() throws(JournalFault) -> MovementID

    /// The movement that has an intent and no outcome; nil when none. A start ends it as `unknown`
    /// before it moves anything (K7, K9): no other movement is accepted until then.
    func openMovement() throws(JournalFault) -> MovementID?

    /// Whether this UID was another card before, and no technician recycled it since: it must not
    /// be bound (K8).
    func isWithheld(_ uid: CardUID, from card: CardRef) throws(JournalFault) -> Bool

    /// Facts from the cursor on, oldest first, at most `limit`.
    func outbox(limit: Int) throws(JournalFault) -> [KioskEvent]

    /// The store has everything before `next`. Never goes back within one life of the store.
    func acknowledge(next: EventSequence, at stamp: JournalStamp) throws(JournalFault)

    /// What this kiosk knows of the store, and how far the outbox is.
    func storeCursor() throws(JournalFault) -> StoreCursor

    /// The store was restored and lives anew: the outbox begins again at `next`, or stays where it is when that is
    /// ahead of it. Every event since the first can be asked for again. Refused for the life that is known already.
    func beginStoreLife(
        _ epoch: StoreEpoch, next: EventSequence, at stamp: JournalStamp
    ) throws(JournalFault)

    /// The sums of K6, for each unit.
    func stock() throws(JournalFault) -> StockSums

    /// Every card that is neither delivered, retained nor written off.
    func cardsAtLarge() throws(JournalFault) -> [CardAtLarge]

    /// The case that the last run left open, with all that recovery needs; nil when none.
    func unfinishedCase() throws(JournalFault) -> UnfinishedCase?

    /// Wall time of the last row, for the sanity of the clock; nil in a new journal.
    func lastWallMilliseconds() throws(JournalFault) -> Int64?

    /// Whether a further case fits: the disk takes writes, and the reserve is still there (K10).
    func hasRoom() -> Bool
}

/// How far the outbox is in the life of the store that was last heard of.
package struct StoreCursor: Hashable, Sendable {
    /// Nil before the store has ever named its life.
    package let storeEpoch: StoreEpoch?
    /// The store has acknowledged everything before this event.
    package let nextWanted: EventSequence
    /// The number that the next event will take.
    package let nextEvent: EventSequence

    package init(storeEpoch: StoreEpoch?, nextWanted: EventSequence, nextEvent: EventSequence) {
        self.storeEpoch = storeEpoch
        self.nextWanted = nextWanted
        self.nextEvent = nextEvent
    }
}

/// When a row was written: wall time is data, the monotonic time belongs to one boot.
package struct JournalStamp: Hashable, Sendable {
    package let bootID: BootID
    package let wallMilliseconds: Int64
    package let monotonicMilliseconds: Int64

    package init(bootID: BootID, wallMilliseconds: Int64, monotonicMilliseconds: Int64) {
        self.bootID = bootID
        self.wallMilliseconds = wallMilliseconds
        self.monotonicMilliseconds = monotonicMilliseconds
    }
}

/// What the journal could not do.
package struct JournalFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let operation: String
    package let detail: String

    package init(operation: String, detail: String) {
        self.operation = operation
        self.detail = detail
    }

    package var description: String { "\(operation): \(detail)" }
}
