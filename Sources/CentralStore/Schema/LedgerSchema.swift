/// Money: each row moves an amount from one ledger account to another, so the books balance by
/// their form.
enum LedgerSchema {
    static let sql = """
        CREATE TABLE transfer (
            campus TEXT NOT NULL, transfer TEXT NOT NULL,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('load', 'hold', 'capture', 'release')),
            from_account TEXT NOT NULL, to_account TEXT NOT NULL,
            fen INTEGER NOT NULL CHECK (fen > 0),
            case_id TEXT, leg TEXT,
            PRIMARY KEY (campus, transfer),
            CHECK (from_account <> to_account),
            CHECK ((kind = 'load') = (case_id IS NULL)),
            CHECK (leg IS CASE kind WHEN 'load' THEN NULL WHEN 'hold' THEN 'hold' ELSE 'end' END)
        ) STRICT;
        -- K5: one hold and one end for each case; capture and release are the same leg
        CREATE UNIQUE INDEX transfer_leg ON transfer (campus, case_id, leg)
            WHERE case_id IS NOT NULL;

        CREATE TABLE balance (
            campus TEXT NOT NULL, ledger_account TEXT NOT NULL,
            fen INTEGER NOT NULL DEFAULT 0 CHECK (fen >= 0),
            version INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (campus, ledger_account)
        ) STRICT;
        CREATE TRIGGER transfer_has_accounts BEFORE INSERT ON transfer
        WHEN EXISTS (
            SELECT 1 FROM (SELECT NEW.from_account AS a UNION ALL SELECT NEW.to_account)
            WHERE (a LIKE 'cash:%' OR a LIKE 'held:%') AND NOT EXISTS
                (SELECT 1 FROM balance WHERE campus = NEW.campus AND ledger_account = a))
        BEGIN SELECT RAISE(ABORT, 'a cardholder account of the ledger is not open'); END;
        -- K4: a capture needs evidence and a hold; a release needs a hold
        CREATE TRIGGER transfer_end_has_ground BEFORE INSERT ON transfer
        WHEN NEW.leg = 'end' AND NOT EXISTS (
            SELECT 1 FROM transfer h JOIN replacement_case c
                ON c.campus = h.campus AND c.case_id = h.case_id
            WHERE h.campus = NEW.campus AND h.case_id = NEW.case_id AND h.leg = 'hold'
                AND h.fen = NEW.fen AND h.to_account = NEW.from_account
                AND (NEW.kind = 'release' OR c.evidence IS NOT NULL))
        BEGIN SELECT RAISE(ABORT, 'K4: no hold, or no evidence for a capture'); END;
        CREATE TRIGGER transfer_moves AFTER INSERT ON transfer
        BEGIN
            UPDATE balance SET fen = fen - NEW.fen, version = version + 1
                WHERE campus = NEW.campus AND ledger_account = NEW.from_account;
            UPDATE balance SET fen = fen + NEW.fen, version = version + 1
                WHERE campus = NEW.campus AND ledger_account = NEW.to_account;
        END;
        CREATE TRIGGER transfer_stays BEFORE UPDATE ON transfer
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER transfer_kept BEFORE DELETE ON transfer
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        """
}
