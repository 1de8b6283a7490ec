import CampusCard

/// Logins, and the wrong passwords that hold them up.
protocol LoginTables {
    func insert(_ session: SessionRow) throws
    func session(_ tokenDigest: String) throws -> SessionRow?
    /// The session may do more than change the password.
    func makeReady(session tokenDigest: String) throws
    func endSessions(of account: AccountID, except tokenDigest: String) throws

    func wrongPasswords(_ subject: String) throws -> WrongPasswords?
    func set(_ wrong: WrongPasswords, _ subject: String) throws
    func forgetWrongPasswords(_ subject: String) throws

    /// A number failed at a kiosk: once each, with the newest tick.
    func noteWrongNumber(_ subject: String, at kiosk: KioskID, tick: Int64) throws
    /// How many different numbers failed at the kiosk since a tick.
    func wrongNumbers(at kiosk: KioskID, since tick: Int64) throws -> Int
    func forgetWrongNumbers(at kiosk: KioskID) throws
}

/// A login as it is kept.
struct SessionRow {
    let tokenDigest: String
    let account: AccountID
    let kiosk: KioskID
    var mustChange: Bool
    let endsTick: Int64
}

/// Wrong passwords in a row for one student number, and the tick until which it is locked.
struct WrongPasswords {
    var count: Int
    var lastTick: Int64
    var lockedUntil: Int64
}
