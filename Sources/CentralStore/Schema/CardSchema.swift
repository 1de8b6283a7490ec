/// Cards, UIDs that are withheld for ever, and the list of stopped cards.
enum CardSchema {
    static let sql = """
        CREATE TABLE card (
            campus TEXT NOT NULL, card_number INTEGER NOT NULL, issue_number INTEGER NOT NULL,
            account TEXT NOT NULL, uid TEXT NOT NULL, case_id TEXT,
            life TEXT NOT NULL CHECK (life IN
                ('blank', 'issuing', 'inDelivery', 'active', 'cancelled', 'expired')),
            lost INTEGER NOT NULL DEFAULT 0 CHECK (lost IN (0, 1)),
            frozen INTEGER NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1)),
            bad INTEGER NOT NULL DEFAULT 0 CHECK (bad IN (0, 1)),
            write_state TEXT NOT NULL DEFAULT 'inSync'
                CHECK (write_state IN ('inSync', 'pending', 'unknown')),
            write_reason TEXT, write_since INTEGER,
            good_as_of INTEGER NOT NULL, bound_at INTEGER NOT NULL,
            PRIMARY KEY (campus, card_number, issue_number)
        ) STRICT;
        -- K8: a UID has one card, for ever
        CREATE UNIQUE INDEX card_uid ON card (campus, uid);
        -- K1: one usable card for each account
        CREATE UNIQUE INDEX card_usable ON card (campus, account)
            WHERE life IN ('inDelivery', 'active') AND lost = 0;
        CREATE INDEX card_case ON card (campus, case_id);

        -- K2: a card becomes usable only when no other of the account lives, lost or not
        CREATE TRIGGER card_becomes_usable BEFORE UPDATE OF life ON card
        WHEN NEW.life IN ('inDelivery', 'active') AND OLD.life NOT IN ('inDelivery', 'active')
            AND EXISTS (SELECT 1 FROM card WHERE campus = NEW.campus AND account = NEW.account
                AND life IN ('inDelivery', 'active'))
        BEGIN SELECT RAISE(ABORT, 'K2: the old card is not cancelled'); END;
        CREATE TRIGGER card_comes_usable BEFORE INSERT ON card
        WHEN NEW.life IN ('inDelivery', 'active')
            AND EXISTS (SELECT 1 FROM card WHERE campus = NEW.campus AND account = NEW.account
                AND life IN ('inDelivery', 'active'))
        BEGIN SELECT RAISE(ABORT, 'K2: the old card is not cancelled'); END;
        CREATE TRIGGER card_life_moves BEFORE UPDATE OF life ON card
        WHEN NEW.life <> OLD.life AND (OLD.life || '>' || NEW.life) NOT IN
            ('issuing>inDelivery', 'issuing>cancelled', 'inDelivery>active',
             'inDelivery>cancelled', 'active>cancelled', 'active>expired')
        BEGIN SELECT RAISE(ABORT, 'a card never goes back in its life'); END;
        CREATE TRIGGER card_identity_stays BEFORE UPDATE OF
            campus, card_number, issue_number, account, uid ON card
        BEGIN SELECT RAISE(ABORT, 'the identity of a card never changes'); END;
        CREATE TRIGGER card_stays BEFORE DELETE ON card
        BEGIN SELECT RAISE(ABORT, 'a card is never deleted'); END;

        CREATE TABLE withheld_uid (
            campus TEXT NOT NULL, uid TEXT NOT NULL,
            why TEXT NOT NULL CHECK (why IN ('retained', 'spoiled')),
            case_id TEXT, at INTEGER NOT NULL,
            PRIMARY KEY (campus, uid)
        ) STRICT;
        CREATE TRIGGER card_uid_withheld BEFORE INSERT ON card
        WHEN EXISTS (SELECT 1 FROM withheld_uid WHERE campus = NEW.campus AND uid = NEW.uid)
        BEGIN SELECT RAISE(ABORT, 'K8: the UID is withheld'); END;

        CREATE TABLE stop_entry (
            campus TEXT NOT NULL, version INTEGER NOT NULL CHECK (version BETWEEN 1 AND 4294967295),
            card_number INTEGER NOT NULL, stopped_through INTEGER NOT NULL,
            why TEXT NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (campus, version)
        ) STRICT;
        CREATE INDEX stop_entry_card ON stop_entry (campus, card_number, version);
        CREATE TRIGGER stop_entry_grows BEFORE INSERT ON stop_entry
        WHEN NEW.version <= (SELECT COALESCE(MAX(version), 0) FROM stop_entry
            WHERE campus = NEW.campus)
        BEGIN SELECT RAISE(ABORT, 'a list version only grows'); END;
        CREATE TRIGGER stop_entry_stays BEFORE UPDATE ON stop_entry
        BEGIN SELECT RAISE(ABORT, 'a published entry stays'); END;
        CREATE TRIGGER stop_entry_kept BEFORE DELETE ON stop_entry
        BEGIN SELECT RAISE(ABORT, 'a published entry stays'); END;
        """

    /// The write axis says why and since when, or neither.
    static let writeAxis = ["INSERT", "UPDATE OF write_state, write_reason, write_since"].map {
        event in
        """
        CREATE TRIGGER card_write_\(event.prefix(6).lowercased())s BEFORE \(event) ON card
        WHEN NOT CASE NEW.write_state
            WHEN 'inSync' THEN NEW.write_reason IS NULL AND NEW.write_since IS NULL
            WHEN 'pending' THEN NEW.write_since IS NOT NULL
                AND coalesce(NEW.write_reason, '') IN ('clearFlag', 'setFlag', 'limits')
            ELSE NEW.write_reason IS NULL AND NEW.write_since IS NOT NULL END
        BEGIN SELECT RAISE(ABORT, 'a chip waits for a reason and since a version'); END;
        """
    }.joined(separator: "\n")

    /// K8: a UID that a bin holds for no case may still get the case that a restored store kept out: it was issued before
    /// it went there. No other case gets it.
    static let keptOut = """
        DROP TRIGGER card_uid_withheld;
        CREATE TRIGGER card_uid_withheld BEFORE INSERT ON card
        WHEN EXISTS (SELECT 1 FROM withheld_uid w WHERE w.campus = NEW.campus AND w.uid = NEW.uid
            AND NOT (w.why = 'retained' AND w.case_id IS NULL AND EXISTS (
                SELECT 1 FROM replay_conflict c WHERE c.campus = NEW.campus
                    AND c.case_id = NEW.case_id AND c.closed_at IS NULL)))
        BEGIN SELECT RAISE(ABORT, 'K8: the UID is withheld'); END;
        """

    /// The one issue that an entry leaves out, and who decided it.
    static let release = """
        ALTER TABLE stop_entry ADD COLUMN released INTEGER
            CHECK (released IS NULL OR (why = 'released' AND released <= stopped_through));
        CREATE TABLE card_release (
            campus TEXT NOT NULL, version INTEGER NOT NULL, card_number INTEGER NOT NULL,
            at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
            PRIMARY KEY (campus, version),
            FOREIGN KEY (campus, version) REFERENCES stop_entry (campus, version)
        ) STRICT;
        CREATE TRIGGER card_release_stays BEFORE UPDATE ON card_release
        BEGIN SELECT RAISE(ABORT, 'a decision that was made stays'); END;
        CREATE TRIGGER card_release_kept BEFORE DELETE ON card_release
        BEGIN SELECT RAISE(ABORT, 'a decision that was made stays'); END;
        """
}
