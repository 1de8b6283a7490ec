/// Cases, replacements that count, suspects, and the answers that calls have had.
enum CaseSchema {
    static let sql = """
        CREATE TABLE replacement_case (
            campus TEXT NOT NULL, case_id TEXT NOT NULL, kiosk TEXT NOT NULL,
            account TEXT,
            stage TEXT NOT NULL CHECK (stage IN
                ('opened', 'bound', 'committed', 'delivered', 'voided', 'abandoned')),
            fee INTEGER NOT NULL CHECK (fee >= 0), fence INTEGER NOT NULL,
            lease_until INTEGER NOT NULL,
            blanks INTEGER NOT NULL DEFAULT 0 CHECK (blanks BETWEEN 0 AND 2),
            new_uid TEXT, new_issue INTEGER,
            end_reason TEXT,
            evidence TEXT, evidence_who TEXT, evidence_why TEXT,
            opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
            PRIMARY KEY (campus, case_id),
            -- only a tombstone of a case that was never opened has no account
            CHECK (account IS NOT NULL OR stage IN ('voided', 'abandoned')),
            CHECK (stage NOT IN ('bound', 'committed', 'delivered') OR new_uid IS NOT NULL),
            CHECK (stage <> 'delivered' OR evidence IS NOT NULL)
        ) STRICT;
        CREATE UNIQUE INDEX case_live ON replacement_case (campus, account)
            WHERE stage IN ('opened', 'bound', 'committed');
        CREATE INDEX case_lease ON replacement_case (campus, lease_until)
            WHERE stage IN ('opened', 'bound');
        CREATE TRIGGER case_moves BEFORE UPDATE OF stage ON replacement_case
        WHEN NEW.stage <> OLD.stage AND (OLD.stage || '>' || NEW.stage) NOT IN
            ('opened>bound', 'opened>abandoned', 'opened>voided',
             'bound>committed', 'bound>abandoned', 'bound>voided',
             'committed>delivered', 'committed>voided', 'abandoned>voided')
        BEGIN SELECT RAISE(ABORT, 'a case that ended stays ended'); END;
        CREATE TRIGGER case_kept BEFORE DELETE ON replacement_case
        BEGIN SELECT RAISE(ABORT, 'a case is never deleted'); END;

        -- case_id is null for a replacement from before this store
        CREATE TABLE replacement (
            campus TEXT NOT NULL, account TEXT NOT NULL, at INTEGER NOT NULL, case_id TEXT
        ) STRICT;
        CREATE INDEX replacement_account ON replacement (campus, account);
        CREATE UNIQUE INDEX replacement_case_once ON replacement (campus, case_id)
            WHERE case_id IS NOT NULL;

        CREATE TABLE suspect (
            campus TEXT NOT NULL, case_id TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('delivery', 'lateDelivery', 'contradiction')),
            since INTEGER NOT NULL, note TEXT NOT NULL,
            resolved_at INTEGER, resolution TEXT, who TEXT,
            PRIMARY KEY (campus, case_id, kind)
        ) STRICT;

        -- answers are sealed: some hold a session token or the keys of a card
        CREATE TABLE answered_call (
            campus TEXT NOT NULL, kiosk TEXT NOT NULL, case_id TEXT NOT NULL,
            call TEXT NOT NULL, attempt INTEGER NOT NULL,
            body_digest TEXT NOT NULL, sealed_answer TEXT NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (campus, kiosk, case_id, call, attempt)
        ) STRICT;
        CREATE INDEX answered_call_age ON answered_call (campus, at);
        """
}
