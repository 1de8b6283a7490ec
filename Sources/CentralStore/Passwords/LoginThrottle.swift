import CampusCard
import GRDB

/// Counts wrong passwords. Known and unknown student numbers are counted alike, so a lock tells
/// nothing of whether a number exists. A kiosk is locked when different numbers fail at it in a
/// row: one student who forgot a password locks one account, somebody who tries one password on
/// many numbers locks the kiosk.
struct LoginThrottle {
    let transaction: StoreTransaction
    let kiosk: KioskID
    /// A keyed digest of the student number.
    let subject: String

    init(_ transaction: StoreTransaction, kiosk: KioskID, studentNumber: StudentNumber) {
        self.transaction = transaction
        self.kiosk = kiosk
        subject = transaction.keys.digest([UInt8]("login:\(studentNumber.text)".utf8))
    }

    /// Throws the refusal while the kiosk or the number is locked.
    func requireOpen() throws {
        let kioskUntil = try transaction.integer(
            "SELECT locked_until FROM kiosk WHERE campus = :campus AND kiosk = :kiosk",
            ["kiosk": kiosk.text])
        if kioskUntil > transaction.now.tick {
            throw Rejection(.kioskLocked, retryAfterSeconds: seconds(until: kioskUntil))
        }
        let row = try transaction.row(
            "SELECT locked_until FROM login_throttle WHERE campus = :campus AND subject = :subject",
            ["subject": subject])
        if let until: Int64 = row?["locked_until"], until > transaction.now.tick {
            throw Rejection(.accountLocked, retryAfterSeconds: seconds(until: until))
        }
    }

    /// Books a wrong password.
    func countWrong() throws -> Refused {
        let kioskLocked = try countAtKiosk()
        let accountLocked = try countAtNumber()
        if accountLocked {
            return Refused(.accountLocked, retryAfterSeconds: transaction.policy.lockSeconds)
        }
        if kioskLocked {
            return Refused(.kioskLocked, retryAfterSeconds: transaction.policy.lockSeconds)
        }
        return Refused(.wrongCredentials)
    }

    /// A right password ends both counts.
    func countRight() throws {
        try transaction.run(
            "DELETE FROM login_throttle WHERE campus = :campus AND subject = :subject",
            ["subject": subject])
        try forgetNumbersAtKiosk()
    }

    private func countAtNumber() throws -> Bool {
        let forgotten = transaction.now.tick - Int64(transaction.policy.lockSeconds) * 1_000
        try transaction.run(
            """
            INSERT INTO login_throttle VALUES (:campus, :subject, 1, :now, 0)
            ON CONFLICT DO UPDATE SET last_tick = :now,
                wrong = CASE WHEN last_tick < :forgotten THEN 1 ELSE wrong + 1 END
            """, ["subject": subject, "now": transaction.now.tick, "forgotten": forgotten])
        let wrong = try transaction.integer(
            "SELECT wrong FROM login_throttle WHERE campus = :campus AND subject = :subject",
            ["subject": subject])
        guard wrong >= transaction.policy.wrongPasswordsPerAccount else { return false }
        try transaction.run(
            """
            UPDATE login_throttle SET wrong = 0, locked_until = :until
            WHERE campus = :campus AND subject = :subject
            """,
            [
                "subject": subject,
                "until": transaction.now.tick(after: transaction.policy.lockSeconds),
            ])
        return true
    }

    private func countAtKiosk() throws -> Bool {
        let forgotten = transaction.now.tick - Int64(transaction.policy.lockSeconds) * 1_000
        try transaction.run(
            """
            INSERT INTO kiosk_wrong_number VALUES (:campus, :kiosk, :subject, :now)
            ON CONFLICT DO UPDATE SET last_tick = :now
            """, ["kiosk": kiosk.text, "subject": subject, "now": transaction.now.tick])
        let numbers = try transaction.integer(
            """
            SELECT COUNT(*) FROM kiosk_wrong_number
            WHERE campus = :campus AND kiosk = :kiosk AND last_tick >= :forgotten
            """, ["kiosk": kiosk.text, "forgotten": forgotten])
        guard numbers >= transaction.policy.wrongNumbersPerKiosk else { return false }
        try forgetNumbersAtKiosk()
        try transaction.run(
            "UPDATE kiosk SET locked_until = :until WHERE campus = :campus AND kiosk = :kiosk",
            [
                "kiosk": kiosk.text,
                "until": transaction.now.tick(after: transaction.policy.lockSeconds),
            ])
        return true
    }

    private func forgetNumbersAtKiosk() throws {
        try transaction.run(
            "DELETE FROM kiosk_wrong_number WHERE campus = :campus AND kiosk = :kiosk",
            ["kiosk": kiosk.text])
    }

    private func seconds(until tick: Int64) -> Int {
        Int((tick - transaction.now.tick + 999) / 1_000)
    }
}
