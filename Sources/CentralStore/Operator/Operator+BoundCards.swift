package import CampusCard
import GRDB

/// Transit and phone cards that an account is known by beside its own card. They are never written, they pay with their own
/// money, and losing one is told to whoever issued it.
extension Operator {
    /// The most that one account has at a time: a transit card and some phones.
    package static let boundCardLimit = 3

    /// Binds a card that its holder has shown.
    package func bind(
        _ card: TransitNumber, to number: StudentNumber, who: String, why: String
    ) throws(StoreFailure) {
        try service.inSQL("bind \(card.masked)") { tables, transaction in
            let holder = try Self.holder(number, transaction)
            guard holder.standing == .enrolled else {
                throw StoreFailure("student \(number) is not enrolled")
            }
            let digest = Self.digest(of: card, transaction)
            if let account = try Self.account(ofBound: digest, tables) {
                throw StoreFailure(
                    account == holder.account
                        ? "it is bound to this account already"
                        : "it is bound to another account; end that binding first")
            }
            let bound = try tables.integer(
                """
                SELECT COUNT(*) FROM bound_card
                WHERE campus = :campus AND account = :account AND ended_at IS NULL
                """, ["account": holder.account.text])
            guard bound < Self.boundCardLimit else {
                throw StoreFailure(
                    "the account has \(bound) bound cards; at most \(Self.boundCardLimit) are kept")
            }
            try tables.run(
                """
                INSERT INTO bound_card (campus, digest, account, shown, bound_at, who, why)
                VALUES (:campus, :digest, :account, :shown, :at, :who, :why)
                """,
                [
                    "digest": digest, "account": holder.account.text, "shown": card.masked,
                    "at": transaction.now.wall, "who": who, "why": why,
                ])
        }
    }

    /// Ends a binding; the card can be bound again, to whom it may be.
    package func unbind(
        _ card: TransitNumber, who: String, why: String
    ) throws(StoreFailure) {
        try service.inSQL("end the binding of \(card.masked)") { tables, transaction in
            let digest = Self.digest(of: card, transaction)
            guard try Self.account(ofBound: digest, tables) != nil else {
                throw StoreFailure("it is bound to no account")
            }
            try tables.run(
                """
                UPDATE bound_card SET ended_at = MAX(:at, bound_at), ended_by = :who,
                    ended_why = :why
                WHERE campus = :campus AND digest = :digest AND ended_at IS NULL
                """, ["digest": digest, "at": transaction.now.wall, "who": who, "why": why])
        }
    }

    /// Whose card it is, masked; nil for a card that nobody is known by.
    package func holder(ofBound card: TransitNumber) throws(StoreFailure) -> MaskedHolder? {
        try service.inSQL("look for \(card.masked)") { tables, transaction in
            guard
                let account = try Self.account(
                    ofBound: Self.digest(of: card, transaction), tables)
            else { return nil }
            return try Cardholder.find(account: account, transaction)?.masked
        }
    }

    /// What is guessable cannot be found again from the database alone.
    private static func digest(
        of card: TransitNumber, _ transaction: StoreTransaction
    ) -> String {
        transaction.keys.digest([UInt8]("transit:\(card.application):\(card.digits)".utf8))
    }

    private static func account(
        ofBound digest: String, _ tables: SQLTables
    ) throws -> AccountID? {
        try tables.row(
            """
            SELECT account FROM bound_card
            WHERE campus = :campus AND digest = :digest AND ended_at IS NULL
            """, ["digest": digest]
        ).map { AccountID(validated: $0["account"]) }
    }
}
