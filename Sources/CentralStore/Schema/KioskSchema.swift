/// Kiosks and the events that their journals pushed.
enum KioskSchema {
    static let sql = """
        CREATE TABLE kiosk (
            campus TEXT NOT NULL, kiosk TEXT NOT NULL,
            in_service INTEGER NOT NULL CHECK (in_service IN (0, 1)),
            why TEXT,
            locked_until INTEGER NOT NULL DEFAULT 0,
            boot_id TEXT, epoch TEXT, software TEXT, last_heard INTEGER,
            PRIMARY KEY (campus, kiosk)
        ) STRICT;

        CREATE TABLE kiosk_cursor (
            campus TEXT NOT NULL, kiosk TEXT NOT NULL, epoch TEXT NOT NULL,
            next_sequence INTEGER NOT NULL CHECK (next_sequence >= 1),
            PRIMARY KEY (campus, kiosk, epoch)
        ) STRICT;
        CREATE TRIGGER kiosk_cursor_grows BEFORE UPDATE ON kiosk_cursor
        WHEN NEW.next_sequence <> OLD.next_sequence + 1
        BEGIN SELECT RAISE(ABORT, 'K12: events are taken one by one'); END;

        CREATE TABLE kiosk_event (
            campus TEXT NOT NULL, kiosk TEXT NOT NULL, epoch TEXT NOT NULL,
            sequence INTEGER NOT NULL, received_at INTEGER NOT NULL,
            event TEXT NOT NULL,
            quarantined TEXT,
            PRIMARY KEY (campus, kiosk, epoch, sequence)
        ) STRICT;
        CREATE INDEX kiosk_event_quarantine ON kiosk_event (campus, received_at)
            WHERE quarantined IS NOT NULL;
        CREATE TRIGGER kiosk_event_stays BEFORE UPDATE OF event ON kiosk_event
        BEGIN SELECT RAISE(ABORT, 'an event stays as it came'); END;
        CREATE TRIGGER kiosk_event_kept BEFORE DELETE ON kiosk_event
        BEGIN SELECT RAISE(ABORT, 'an event is never dropped'); END;
        """
}
