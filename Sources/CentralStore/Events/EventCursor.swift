import CampusCard
import GRDB

/// The next event that the store wants of each kiosk and journal epoch.
enum EventCursor {
    static func next(
        _ kiosk: KioskID, _ epoch: JournalEpoch, _ transaction: StoreTransaction
    ) throws -> EventSequence {
        let row = try transaction.row(
            """
            SELECT next_sequence FROM kiosk_cursor
            WHERE campus = :campus AND kiosk = :kiosk AND epoch = :epoch
            """, ["kiosk": kiosk.text, "epoch": epoch.text])
        return EventSequence(row?["next_sequence"] ?? 1)
    }

    /// Keeps an event and moves the cursor past it. `quarantined` says why it could not be applied.
    static func take(
        _ event: KioskEvent, kiosk: KioskID, epoch: JournalEpoch, quarantined: String?,
        _ transaction: StoreTransaction
    ) throws {
        let text = String(decoding: try WireFormat.encode(event), as: UTF8.self)
        try transaction.run(
            """
            INSERT INTO kiosk_event VALUES
                (:campus, :kiosk, :epoch, :sequence, :at, :event, :why)
            """,
            [
                "kiosk": kiosk.text, "epoch": epoch.text, "sequence": event.sequence.value,
                "at": transaction.now.wall, "event": text, "why": quarantined,
            ])
        try transaction.run(
            """
            INSERT INTO kiosk_cursor VALUES (:campus, :kiosk, :epoch, :after)
            ON CONFLICT DO UPDATE SET next_sequence = :after
            """,
            [
                "kiosk": kiosk.text, "epoch": epoch.text, "after": event.sequence.value + 1,
            ])
    }

    /// Whether an event that comes again is the one that was taken.
    static func isSame(
        _ event: KioskEvent, kiosk: KioskID, epoch: JournalEpoch, _ transaction: StoreTransaction
    ) throws -> Bool {
        let row = try transaction.row(
            """
            SELECT event FROM kiosk_event WHERE campus = :campus AND kiosk = :kiosk
                AND epoch = :epoch AND sequence = :sequence
            """,
            ["kiosk": kiosk.text, "epoch": epoch.text, "sequence": event.sequence.value])
        let text = String(decoding: try WireFormat.encode(event), as: UTF8.self)
        return row?["event"] == text
    }
}
