import CampusCard

/// The next event that the store wants of each kiosk and journal epoch.
enum EventCursor {
    static func next(
        _ kiosk: KioskID, _ epoch: JournalEpoch, _ transaction: StoreTransaction
    ) throws -> EventSequence {
        try transaction.tables.nextEvent(of: kiosk, epoch)
    }

    /// Keeps an event and moves the cursor past it. `quarantined` says why it could not be applied.
    static func take(
        _ event: KioskEvent, kiosk: KioskID, epoch: JournalEpoch, quarantined: String?,
        _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.take(
            event, of: kiosk, epoch, quarantined: quarantined, at: transaction.now.wall)
    }

    /// Whether an event that comes again is the one that was taken.
    static func isSame(
        _ event: KioskEvent, kiosk: KioskID, epoch: JournalEpoch, _ transaction: StoreTransaction
    ) throws -> Bool {
        try transaction.tables.hasTaken(event, of: kiosk, epoch)
    }
}
