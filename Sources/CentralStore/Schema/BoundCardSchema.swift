/// Cards of others that accounts are known by too. The number itself is not kept: a keyed digest finds it again.
enum BoundCardSchema {
    static let sql = """
        CREATE TABLE bound_card (
            campus TEXT NOT NULL, digest TEXT NOT NULL, account TEXT NOT NULL,
            -- what a person is shown: the application and the number's last digits
            shown TEXT NOT NULL,
            bound_at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
            ended_at INTEGER, ended_by TEXT, ended_why TEXT,
            PRIMARY KEY (campus, digest, bound_at),
            CHECK ((ended_at IS NULL) = (ended_by IS NULL)
                AND (ended_at IS NULL) = (ended_why IS NULL)),
            CHECK (ended_at IS NULL OR ended_at >= bound_at)
        ) STRICT;
        CREATE UNIQUE INDEX bound_card_lives ON bound_card (campus, digest)
            WHERE ended_at IS NULL;
        CREATE INDEX bound_card_account ON bound_card (campus, account);
        CREATE TRIGGER bound_card_stays BEFORE UPDATE ON bound_card
        WHEN OLD.ended_at IS NOT NULL OR NEW.digest <> OLD.digest OR NEW.account <> OLD.account
            OR NEW.shown <> OLD.shown OR NEW.bound_at <> OLD.bound_at OR NEW.who <> OLD.who
            OR NEW.why <> OLD.why
        BEGIN SELECT RAISE(ABORT, 'a binding changes only by its end'); END;
        CREATE TRIGGER bound_card_kept BEFORE DELETE ON bound_card
        BEGIN SELECT RAISE(ABORT, 'a binding is never forgotten'); END;
        """
}
