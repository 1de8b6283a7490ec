import CampusCard

/// Whether the registry still has a cardholder.
package enum Standing: String, Hashable, Sendable, CaseIterable {
    case enrolled, suspended, left
}

/// A person known to the registry, with the one account.
struct Cardholder {
    let account: AccountID
    let name: String
    let studentNumber: StudentNumber
    let holderClass: RecordHolderClass
    let standing: Standing
    var frozen: Bool
    let cardNumber: CardNumber?

    /// What a kiosk may show.
    var masked: MaskedHolder {
        MaskedHolder(name: name, studentNumber: studentNumber, cardNumber: cardNumber)
    }

    static func find(
        studentNumber: StudentNumber, _ transaction: StoreTransaction
    ) throws -> Cardholder? {
        try transaction.tables.cardholder(numbered: studentNumber)
    }

    /// The holder of an account that a row of the store names.
    static func require(_ account: AccountID, _ transaction: StoreTransaction) throws -> Cardholder
    {
        guard let holder = try find(account: account, transaction) else {
            throw StoreFailure("an account has no cardholder")
        }
        return holder
    }

    static func find(
        account: AccountID, _ transaction: StoreTransaction
    ) throws -> Cardholder? {
        try transaction.tables.cardholder(of: account)
    }
}
