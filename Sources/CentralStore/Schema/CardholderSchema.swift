/// Cardholders with their accounts, passwords, logins and quotes.
enum CardholderSchema {
    static let sql = """
        CREATE TABLE service_time (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            tick INTEGER NOT NULL
        ) STRICT;
        INSERT INTO service_time VALUES (1, 0);

        CREATE TABLE cardholder (
            campus TEXT NOT NULL, account TEXT NOT NULL,
            name TEXT NOT NULL, student_number TEXT NOT NULL,
            holder_class INTEGER NOT NULL CHECK (holder_class BETWEEN 1 AND 5),
            standing TEXT NOT NULL CHECK (standing IN ('enrolled', 'suspended', 'left')),
            frozen INTEGER NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1)),
            card_number INTEGER,
            next_issue INTEGER NOT NULL DEFAULT 1 CHECK (next_issue BETWEEN 1 AND 65536),
            next_fence INTEGER NOT NULL DEFAULT 1,
            PRIMARY KEY (campus, account),
            UNIQUE (campus, student_number),
            UNIQUE (campus, card_number)
        ) STRICT;
        CREATE TRIGGER cardholder_numbers_grow BEFORE UPDATE ON cardholder
        WHEN NEW.next_issue < OLD.next_issue OR NEW.next_fence < OLD.next_fence
        BEGIN SELECT RAISE(ABORT, 'issue and fence numbers only grow'); END;

        CREATE TABLE password (
            campus TEXT NOT NULL, account TEXT NOT NULL,
            verifier TEXT NOT NULL, default_verifier TEXT NOT NULL,
            is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
            generation INTEGER NOT NULL DEFAULT 1,
            PRIMARY KEY (campus, account)
        ) STRICT;

        -- subject is a digest of a student number: known and unknown numbers are throttled alike
        CREATE TABLE login_throttle (
            campus TEXT NOT NULL, subject TEXT NOT NULL,
            wrong INTEGER NOT NULL, last_tick INTEGER NOT NULL, locked_until INTEGER NOT NULL,
            PRIMARY KEY (campus, subject)
        ) STRICT;
        CREATE TABLE kiosk_wrong_number (
            campus TEXT NOT NULL, kiosk TEXT NOT NULL, subject TEXT NOT NULL,
            last_tick INTEGER NOT NULL,
            PRIMARY KEY (campus, kiosk, subject)
        ) STRICT;

        CREATE TABLE session (
            campus TEXT NOT NULL, token_digest TEXT NOT NULL,
            account TEXT NOT NULL, kiosk TEXT NOT NULL,
            must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
            ends_tick INTEGER NOT NULL,
            PRIMARY KEY (campus, token_digest)
        ) STRICT;

        CREATE TABLE quote (
            campus TEXT NOT NULL, quote TEXT NOT NULL,
            account TEXT NOT NULL, token_digest TEXT NOT NULL,
            fee INTEGER NOT NULL CHECK (fee >= 0), fee_reason TEXT NOT NULL,
            ends_tick INTEGER NOT NULL, used_by TEXT,
            PRIMARY KEY (campus, quote)
        ) STRICT;

        CREATE TABLE fee_waiver (
            campus TEXT NOT NULL, waiver TEXT NOT NULL,
            account TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, at INTEGER NOT NULL,
            used_by TEXT,
            PRIMARY KEY (campus, waiver)
        ) STRICT;
        """
}
