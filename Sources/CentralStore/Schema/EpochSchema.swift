/// The lives of this database, what each kiosk still has to replay in the newest, and what the
/// replay could not settle.
enum EpochSchema {
    static let sql = """
        CREATE TABLE store_epoch (
            campus TEXT NOT NULL, number INTEGER NOT NULL CHECK (number >= 1),
            epoch TEXT NOT NULL, begun_at INTEGER NOT NULL, why TEXT NOT NULL,
            -- list versions of this life are above it
            list_floor INTEGER NOT NULL CHECK (list_floor BETWEEN 0 AND 4294967295),
            -- null while kiosks still have to be heard
            replayed_at INTEGER,
            PRIMARY KEY (campus, number),
            UNIQUE (campus, epoch)
        ) STRICT;
        CREATE TRIGGER store_epoch_stays BEFORE UPDATE ON store_epoch
        WHEN NEW.epoch <> OLD.epoch OR OLD.replayed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a replay that is over stays over'); END;
        CREATE TRIGGER store_epoch_kept BEFORE DELETE ON store_epoch
        BEGIN SELECT RAISE(ABORT, 'a life of the store is never forgotten'); END;

        CREATE TABLE kiosk_replay (
            campus TEXT NOT NULL, number INTEGER NOT NULL, kiosk TEXT NOT NULL,
            -- null for a kiosk that was given up before it was heard
            journal_epoch TEXT, target INTEGER CHECK (target >= 1),
            -- its journal is another than the backup knows: only a person can end its replay
            other_journal INTEGER NOT NULL DEFAULT 0 CHECK (other_journal IN (0, 1)),
            done_at INTEGER,
            given_up_at INTEGER, given_up_by TEXT, given_up_why TEXT,
            PRIMARY KEY (campus, number, kiosk),
            CHECK ((journal_epoch IS NULL) = (target IS NULL)),
            CHECK (target IS NOT NULL OR given_up_at IS NOT NULL),
            CHECK ((given_up_at IS NULL) = (given_up_by IS NULL)
                AND (given_up_at IS NULL) = (given_up_why IS NULL))
        ) STRICT;

        CREATE TABLE replay_conflict (
            campus TEXT NOT NULL, kiosk TEXT NOT NULL, journal_epoch TEXT NOT NULL,
            sequence INTEGER NOT NULL, number INTEGER NOT NULL,
            case_id TEXT, why TEXT NOT NULL, found_at INTEGER NOT NULL,
            closed_at INTEGER, closed_by TEXT, closed_why TEXT,
            PRIMARY KEY (campus, kiosk, journal_epoch, sequence),
            CHECK ((closed_at IS NULL) = (closed_by IS NULL)
                AND (closed_at IS NULL) = (closed_why IS NULL))
        ) STRICT;
        CREATE TRIGGER replay_conflict_stays BEFORE UPDATE ON replay_conflict
        WHEN OLD.closed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a conflict is closed once'); END;
        CREATE TRIGGER replay_conflict_kept BEFORE DELETE ON replay_conflict
        BEGIN SELECT RAISE(ABORT, 'a conflict is never dropped'); END;
        """
}
