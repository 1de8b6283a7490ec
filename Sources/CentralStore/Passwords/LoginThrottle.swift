import CampusCard

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
        let kioskUntil = try transaction.tables.lockEnd(of: kiosk)
        if kioskUntil > transaction.now.tick {
            throw Rejection(.kioskLocked, retryAfterSeconds: seconds(until: kioskUntil))
        }
        let until = try transaction.tables.wrongPasswords(subject)?.lockedUntil ?? 0
        if until > transaction.now.tick {
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
        try transaction.tables.forgetWrongPasswords(subject)
        try transaction.tables.forgetWrongNumbers(at: kiosk)
    }

    private func countAtNumber() throws -> Bool {
        let now = transaction.now.tick
        var wrong =
            try transaction.tables.wrongPasswords(subject)
            ?? WrongPasswords(count: 0, lastTick: now, lockedUntil: 0)
        wrong.count = wrong.lastTick < forgotten ? 1 : wrong.count + 1
        wrong.lastTick = now
        let isLocked = wrong.count >= transaction.policy.wrongPasswordsPerAccount
        if isLocked {
            wrong.count = 0
            wrong.lockedUntil = lockEnd
        }
        try transaction.tables.set(wrong, subject)
        return isLocked
    }

    private func countAtKiosk() throws -> Bool {
        let tables = transaction.tables
        try tables.noteWrongNumber(subject, at: kiosk, tick: transaction.now.tick)
        guard
            try tables.wrongNumbers(at: kiosk, since: forgotten)
                >= transaction.policy.wrongNumbersPerKiosk
        else { return false }
        try tables.forgetWrongNumbers(at: kiosk)
        try tables.lock(kiosk, until: lockEnd)
        return true
    }

    /// What failed before this tick no longer counts.
    private var forgotten: Int64 {
        transaction.now.tick - Int64(transaction.policy.lockSeconds) * 1_000
    }

    private var lockEnd: Int64 { transaction.now.tick(after: transaction.policy.lockSeconds) }

    private func seconds(until tick: Int64) -> Int {
        Int((tick - transaction.now.tick + 999) / 1_000)
    }
}
