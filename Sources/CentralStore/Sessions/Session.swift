import CampusCard
import GRDB

/// A login at one kiosk. The database holds a digest of its token, never the token.
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
        try transaction.run(
            "INSERT INTO session VALUES (:campus, :digest, :account, :kiosk, :must, :ends)",
            [
                "digest": digest(token, transaction), "account": account.text, "kiosk": kiosk.text,
                "must": mustChange,
                "ends": transaction.now.tick(after: transaction.policy.sessionSeconds),
            ])
        return token
    }

    /// The live session of a token, or the refusal `sessionExpired`.
    static func require(
        _ token: SessionToken, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> Session {
        let digest = digest(token, transaction)
        let row = try transaction.row(
            """
            SELECT account, must_change FROM session WHERE campus = :campus
            AND token_digest = :digest AND kiosk = :kiosk AND ends_tick > :now
            """, ["digest": digest, "kiosk": kiosk.text, "now": transaction.now.tick])
        guard let row else { throw Rejection(.sessionExpired) }
        return Session(
            account: AccountID(validated: row["account"]), tokenDigest: digest,
            mustChange: row["must_change"])
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
        try transaction.run(
            """
            DELETE FROM session WHERE campus = :campus AND account = :account
                AND token_digest <> :digest
            """,
            ["account": account.text, "digest": tokenDigest])
        try transaction.run(
            "UPDATE session SET must_change = 0 WHERE campus = :campus AND token_digest = :digest",
            ["digest": tokenDigest])
    }

    private static func digest(_ token: SessionToken, _ transaction: StoreTransaction) -> String {
        transaction.keys.digest([UInt8]("session:\(token.text)".utf8))
    }
}
