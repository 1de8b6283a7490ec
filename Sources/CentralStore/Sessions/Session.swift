import CampusCard

/// A login at one kiosk. The store holds a digest of its token, never the token.
struct Session {
    let account: AccountID
    let tokenDigest: String
    /// The password is still the default one: nothing but a change of it goes on.
    let mustChange: Bool

    private static let tokenLength = 24

    static func begin(
        account: AccountID, kiosk: KioskID, mustChange: Bool, _ transaction: StoreTransaction
    ) throws -> SessionToken {
        let token = SessionToken(validated: transaction.environment.randomBytes(tokenLength).hex)
        try transaction.tables.insert(
            SessionRow(
                tokenDigest: digest(token, transaction), account: account, kiosk: kiosk,
                mustChange: mustChange,
                endsTick: transaction.now.tick(after: transaction.policy.sessionSeconds)))
        return token
    }

    /// The live session of a token, or the refusal `sessionExpired`.
    static func require(
        _ token: SessionToken, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> Session {
        let digest = digest(token, transaction)
        guard let row = try transaction.tables.session(digest), row.kiosk == kiosk,
            row.endsTick > transaction.now.tick
        else { throw Rejection(.sessionExpired) }
        return Session(account: row.account, tokenDigest: digest, mustChange: row.mustChange)
    }

    /// As `require`, and the password is one of the cardholder's own choice.
    static func requireReady(
        _ token: SessionToken, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> Session {
        let session = try require(token, kiosk: kiosk, transaction)
        guard !session.mustChange else { throw Rejection(.outOfOrder) }
        return session
    }

    /// Lets this session go on and ends all others of the account.
    func passwordChanged(_ transaction: StoreTransaction) throws {
        try transaction.tables.endSessions(of: account, except: tokenDigest)
        try transaction.tables.makeReady(session: tokenDigest)
    }

    private static func digest(_ token: SessionToken, _ transaction: StoreTransaction) -> String {
        transaction.keys.digest([UInt8]("session:\(token.text)".utf8))
    }
}
