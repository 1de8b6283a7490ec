import CampusCard

/// A cardholder's password as it lies in the store: verifiers only.
struct StoredPassword {
    let current: PasswordHash
    /// The verifier of the default password: a new password must not be this one.
    let standard: PasswordHash
    let isDefault: Bool

    static func find(account: AccountID, _ transaction: StoreTransaction) throws -> StoredPassword?
    {
        try transaction.tables.password(of: account)
    }

    /// Sets the password that a cardholder chose.
    static func change(
        account: AccountID, to password: CardPassword, _ transaction: StoreTransaction
    ) throws {
        let verifier = PasswordHash.make(
            password, cost: transaction.environment.passwordCost,
            randomBytes: transaction.environment.randomBytes)
        try transaction.tables.change(verifier, of: account)
    }
}
