import CampusCard
import GRDB

/// A cardholder's password as it lies in the store: verifiers only.
struct StoredPassword {
    let current: PasswordHash
    /// The verifier of the default password: a new password must not be this one.
    let standard: PasswordHash
    let isDefault: Bool

    static func find(account: AccountID, _ transaction: StoreTransaction) throws -> StoredPassword?
    {
        try transaction.row(
            """
            SELECT verifier, default_verifier, is_default FROM password
            WHERE campus = :campus AND account = :account
            """, ["account": account.text]
        ).map {
            StoredPassword(
                current: PasswordHash(text: $0["verifier"]),
                standard: PasswordHash(text: $0["default_verifier"]), isDefault: $0["is_default"])
        }
    }

    /// Sets the password that a cardholder chose.
    static func change(
        account: AccountID, to password: CardPassword, _ transaction: StoreTransaction
    ) throws {
        let verifier = PasswordHash.make(
            password, cost: transaction.environment.passwordCost,
            randomBytes: transaction.environment.randomBytes)
        try transaction.run(
            """
            UPDATE password SET verifier = :verifier, is_default = 0, generation = generation + 1
            WHERE campus = :campus AND account = :account
            """, ["account": account.text, "verifier": verifier.text])
    }
}
