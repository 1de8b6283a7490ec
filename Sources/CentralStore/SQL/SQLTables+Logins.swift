import CampusCard
import GRDB

extension SQLTables {
    func insert(_ session: SessionRow) throws {
        try run(
            "INSERT INTO session VALUES (:campus, :digest, :account, :kiosk, :must, :ends)",
            [
                "digest": session.tokenDigest, "account": session.account.text,
                "kiosk": session.kiosk.text, "must": session.mustChange, "ends": session.endsTick,
            ])
    }

    func session(_ tokenDigest: String) throws -> SessionRow? {
        try row(
            "SELECT * FROM session WHERE campus = :campus AND token_digest = :digest",
            ["digest": tokenDigest]
        ).map {
            SessionRow(
                tokenDigest: tokenDigest, account: AccountID(validated: $0["account"]),
                kiosk: KioskID(validated: $0["kiosk"]), mustChange: $0["must_change"],
                endsTick: $0["ends_tick"])
        }
    }

    func makeReady(session tokenDigest: String) throws {
        try run(
            "UPDATE session SET must_change = 0 WHERE campus = :campus AND token_digest = :digest",
            ["digest": tokenDigest])
    }

    func endSessions(of account: AccountID, except tokenDigest: String) throws {
        try run(
            """
            DELETE FROM session WHERE campus = :campus AND account = :account
                AND token_digest <> :digest
            """, ["account": account.text, "digest": tokenDigest])
    }

    func wrongPasswords(_ subject: String) throws -> WrongPasswords? {
        try row(
            "SELECT * FROM login_throttle WHERE campus = :campus AND subject = :subject",
            ["subject": subject]
        ).map {
            WrongPasswords(
                count: $0["wrong"], lastTick: $0["last_tick"], lockedUntil: $0["locked_until"])
        }
    }

    func set(_ wrong: WrongPasswords, _ subject: String) throws {
        try run(
            """
            INSERT INTO login_throttle VALUES (:campus, :subject, :wrong, :last, :until)
            ON CONFLICT DO UPDATE SET wrong = :wrong, last_tick = :last, locked_until = :until
            """,
            [
                "subject": subject, "wrong": wrong.count, "last": wrong.lastTick,
                "until": wrong.lockedUntil,
            ])
    }

    func forgetWrongPasswords(_ subject: String) throws {
        try run(
            "DELETE FROM login_throttle WHERE campus = :campus AND subject = :subject",
            ["subject": subject])
    }

    func noteWrongNumber(_ subject: String, at kiosk: KioskID, tick: Int64) throws {
        try run(
            """
            INSERT INTO kiosk_wrong_number VALUES (:campus, :kiosk, :subject, :now)
            ON CONFLICT DO UPDATE SET last_tick = :now
            """, ["kiosk": kiosk.text, "subject": subject, "now": tick])
    }

    func wrongNumbers(at kiosk: KioskID, since tick: Int64) throws -> Int {
        Int(
            try integer(
                """
                SELECT COUNT(*) FROM kiosk_wrong_number
                WHERE campus = :campus AND kiosk = :kiosk AND last_tick >= :since
                """, ["kiosk": kiosk.text, "since": tick]))
    }

    func forgetWrongNumbers(at kiosk: KioskID) throws {
        try run(
            "DELETE FROM kiosk_wrong_number WHERE campus = :campus AND kiosk = :kiosk",
            ["kiosk": kiosk.text])
    }
}
