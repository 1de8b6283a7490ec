/// The lives of the store that this kiosk has heard of, and the cursor in the newest of them.
///
/// Within one life the cursor only grows. A store that was restored from a backup begins a new life,
/// and only then the cursor goes back: every event stays in the file, so any of them can be sent
/// again.
enum StoreLifeSchema {
    static let sql = """
        CREATE TABLE storeLife (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            storeEpoch TEXT NOT NULL,
            -- where the cursor stood when this life was first heard of
            nextEvent INTEGER NOT NULL CHECK (nextEvent >= 1),
            -- acknowledgements up to this number belong to earlier lives
            acknowledgedBefore INTEGER NOT NULL,
            bootID TEXT NOT NULL,
            wallMilliseconds INTEGER NOT NULL,
            monotonicMilliseconds INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER storeLifeIsNew BEFORE INSERT ON storeLife
        WHEN NEW.storeEpoch IS
            (SELECT storeEpoch FROM storeLife ORDER BY number DESC LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'K12: the cursor goes back for a new life only'); END;
        CREATE TRIGGER storeLifeIsBehind BEFORE INSERT ON storeLife
        WHEN NEW.nextEvent > (SELECT nextEvent FROM outboxCursor)
        BEGIN SELECT RAISE(ABORT, 'K12: a new life skips no event'); END;
        CREATE TRIGGER storeLifeStays BEFORE UPDATE ON storeLife
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
        CREATE TRIGGER storeLifeKept BEFORE DELETE ON storeLife
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

        DROP TRIGGER acknowledgementGrows;
        DROP VIEW outboxCursor;
        CREATE VIEW outboxCursor AS
        WITH life AS (SELECT nextEvent, acknowledgedBefore FROM storeLife
            ORDER BY number DESC LIMIT 1)
        -- within a life the last one is the highest
        SELECT max(coalesce((SELECT nextEvent FROM life), 1),
            coalesce((SELECT nextEvent FROM acknowledgement
                WHERE number > coalesce((SELECT acknowledgedBefore FROM life), 0)
                ORDER BY number DESC LIMIT 1), 1)
        ) AS nextEvent;
        CREATE TRIGGER acknowledgementGrows BEFORE INSERT ON acknowledgement
        WHEN NEW.nextEvent <= (SELECT nextEvent FROM outboxCursor)
        BEGIN SELECT RAISE(ABORT, 'K12: an acknowledgement never goes back'); END;
        """
}
