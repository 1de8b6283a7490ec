import CampusCard
import GRDB

extension SQLTables {
    func isInService(_ kiosk: KioskID) throws -> Bool? {
        try row(
            "SELECT in_service FROM kiosk WHERE campus = :campus AND kiosk = :kiosk",
            ["kiosk": kiosk.text])?["in_service"]
    }

    func setKiosk(_ kiosk: KioskID, inService: Bool, why: String?) throws {
        try run(
            """
            INSERT INTO kiosk (campus, kiosk, in_service, why) VALUES (:campus, :kiosk, :in, :why)
            ON CONFLICT DO UPDATE SET in_service = :in, why = :why
            """, ["kiosk": kiosk.text, "in": inService, "why": why])
    }

    func heard(_ kiosk: KioskID, _ call: RegisterCall, at wall: Int64) throws {
        try run(
            """
            UPDATE kiosk SET boot_id = :boot, epoch = :epoch, software = :software, last_heard = :at
            WHERE campus = :campus AND kiosk = :kiosk
            """,
            [
                "kiosk": kiosk.text, "boot": call.bootID.text, "epoch": call.epoch.text,
                "software": call.software, "at": wall,
            ])
    }

    func lastReport(of kiosk: KioskID) throws -> LastReport? {
        let row = try row(
            "SELECT epoch, last_heard FROM kiosk WHERE campus = :campus AND kiosk = :kiosk",
            ["kiosk": kiosk.text])
        guard let row, let journal: String = row["epoch"] else { return nil }
        return LastReport(journal: JournalEpoch(validated: journal), wall: row["last_heard"] ?? 0)
    }

    func lockEnd(of kiosk: KioskID) throws -> Int64 {
        try integer(
            "SELECT locked_until FROM kiosk WHERE campus = :campus AND kiosk = :kiosk",
            ["kiosk": kiosk.text])
    }

    func lock(_ kiosk: KioskID, until tick: Int64) throws {
        try run(
            "UPDATE kiosk SET locked_until = :until WHERE campus = :campus AND kiosk = :kiosk",
            ["kiosk": kiosk.text, "until": tick])
    }

    func nextEvent(of kiosk: KioskID, _ epoch: JournalEpoch) throws -> EventSequence {
        let row = try row(
            """
            SELECT next_sequence FROM kiosk_cursor
            WHERE campus = :campus AND kiosk = :kiosk AND epoch = :epoch
            """, ["kiosk": kiosk.text, "epoch": epoch.text])
        return EventSequence(row?["next_sequence"] ?? 1)
    }

    func take(
        _ event: KioskEvent, of kiosk: KioskID, _ epoch: JournalEpoch, quarantined: String?,
        at wall: Int64
    ) throws {
        try run(
            """
            INSERT INTO kiosk_event VALUES
                (:campus, :kiosk, :epoch, :sequence, :at, :event, :why)
            """,
            [
                "kiosk": kiosk.text, "epoch": epoch.text, "sequence": event.sequence.value,
                "at": wall, "event": try Self.text(event), "why": quarantined,
            ])
        try run(
            """
            INSERT INTO kiosk_cursor VALUES (:campus, :kiosk, :epoch, :after)
            ON CONFLICT DO UPDATE SET next_sequence = :after
            """,
            [
                "kiosk": kiosk.text, "epoch": epoch.text, "after": event.sequence.value + 1,
            ])
    }

    func hasTaken(_ event: KioskEvent, of kiosk: KioskID, _ epoch: JournalEpoch) throws -> Bool {
        let row = try row(
            """
            SELECT event FROM kiosk_event WHERE campus = :campus AND kiosk = :kiosk
                AND epoch = :epoch AND sequence = :sequence
            """,
            ["kiosk": kiosk.text, "epoch": epoch.text, "sequence": event.sequence.value])
        return row?["event"] == (try Self.text(event))
    }

    func quarantined(in stream: EventStream, from first: EventSequence) throws -> [KioskEvent] {
        try rows(
            """
            SELECT event FROM kiosk_event WHERE campus = :campus AND kiosk = :kiosk
                AND epoch = :epoch AND sequence >= :first AND quarantined IS NOT NULL
            ORDER BY sequence
            """,
            [
                "kiosk": stream.kiosk.text, "epoch": stream.epoch.text, "first": first.value,
            ]
        ).map { row in
            let text: String = row["event"]
            return try WireFormat.decodeOwn(Array(text.utf8))
        }
    }

    private static func text(_ event: KioskEvent) throws -> String {
        String(decoding: try WireFormat.encode(event), as: UTF8.self)
    }
}
