import CampusCard
import GRDB

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
    let frozen: Bool
    let cardNumber: CardNumber?

    /// What a kiosk may show.
    var masked: MaskedHolder {
        MaskedHolder(name: name, studentNumber: studentNumber, cardNumber: cardNumber)
    }

    static func find(
        studentNumber: StudentNumber, _ transaction: StoreTransaction
    ) throws -> Cardholder? {
        try transaction.row(
            "SELECT * FROM cardholder WHERE campus = :campus AND student_number = :number",
            ["number": studentNumber.text]
        ).map(read)
    }

    /// The holder of an account that a row of this database names.
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
        try transaction.row(
            "SELECT * FROM cardholder WHERE campus = :campus AND account = :account",
            ["account": account.text]
        ).map(read)
    }

    private static func read(_ row: Row) throws -> Cardholder {
        guard let standing = Standing(rawValue: row["standing"]),
            let holderClass = RecordHolderClass(rawValue: row["holder_class"])
        else { throw StoreFailure("a cardholder's standing or class cannot be read") }
        let card: Int64? = row["card_number"]
        return Cardholder(
            account: AccountID(validated: row["account"]), name: row["name"],
            studentNumber: StudentNumber(validated: row["student_number"]),
            holderClass: holderClass, standing: standing,
            frozen: row["frozen"], cardNumber: card.map { CardNumber(UInt32($0)) })
    }
}
