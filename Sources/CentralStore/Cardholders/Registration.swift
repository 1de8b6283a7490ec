package import CampusCard

/// A cardholder as the registry hands one over.
package struct Registration: Sendable {
    package let account: AccountID
    package let name: String
    package let studentNumber: StudentNumber
    package let holderClass: RecordHolderClass
    package let standing: Standing
    package let frozen: Bool
    /// For the default password only: it is not kept.
    package let identityNumber: String?
    /// Nil leaves the default password, which must be changed at first use.
    package let password: CardPassword?
    /// The card that the cardholder has; nil for none.
    package let card: (number: CardNumber, uid: CardUID)?
    /// The card was reported lost before.
    package let cardIsLost: Bool
    package let balance: Money
    /// Replacements from before this store, milliseconds since 1970 UTC.
    package let earlierReplacements: [Int64]

    package init(
        account: AccountID, name: String, studentNumber: StudentNumber,
        holderClass: RecordHolderClass, standing: Standing, frozen: Bool, identityNumber: String?,
        password: CardPassword?, card: (number: CardNumber, uid: CardUID)?,
        cardIsLost: Bool = false, balance: Money, earlierReplacements: [Int64]
    ) {
        self.account = account
        self.name = name
        self.studentNumber = studentNumber
        self.holderClass = holderClass
        self.standing = standing
        self.frozen = frozen
        self.identityNumber = identityNumber
        self.password = password
        self.card = card
        self.cardIsLost = cardIsLost
        self.balance = balance
        self.earlierReplacements = earlierReplacements
    }
}

extension Registration {
    /// Books the cardholder with account, password, card and opening balance.
    func insert(_ transaction: StoreTransaction) throws {
        try transaction.tables.insert(
            Cardholder(
                account: account, name: name, studentNumber: studentNumber,
                holderClass: holderClass, standing: standing, frozen: frozen,
                cardNumber: card?.number))
        try Ledger.openAccount(account, transaction)
        if balance > .zero { try Ledger.load(balance, to: account, transaction) }
        if let card {
            try CardIssue.importActive(card.number, to: account, uid: card.uid, transaction)
        }
        if cardIsLost {
            _ = try CardRecord.usable(of: account, transaction)?.reportLost(transaction)
        }
        for wall in earlierReplacements {
            try Replacements.book(account, at: wall, caseID: nil, transaction)
        }
        try insertPassword(transaction)
    }

    private func insertPassword(_ transaction: StoreTransaction) throws {
        let standard = PasswordHash.make(
            transaction.policy.defaultPassword.password(identityNumber: identityNumber),
            cost: transaction.environment.passwordCost,
            randomBytes: transaction.environment.randomBytes)
        let chosen = password.map {
            PasswordHash.make(
                $0, cost: transaction.environment.passwordCost,
                randomBytes: transaction.environment.randomBytes)
        }
        try transaction.tables.insert(
            StoredPassword(
                current: chosen ?? standard, standard: standard, isDefault: chosen == nil),
            of: account)
    }
}
