import CampusCard

/// Money in fen, as transfers between ledger accounts. Each cardholder has `cash` and `held`; the
/// accounts of the school (`fees`, `topUp`) are sums over transfers, never a row that every kiosk
/// would write.
enum Ledger {
    static let fees = "fees"
    static let topUp = "topUp"

    static func cash(_ account: AccountID) -> String { "cash:\(account.text)" }
    static func held(_ account: AccountID) -> String { "held:\(account.text)" }

    /// Opens the two balances of a new account.
    static func openAccount(_ account: AccountID, _ transaction: StoreTransaction) throws {
        for name in [cash(account), held(account)] {
            try transaction.tables.openBalance(name)
        }
    }

    /// What a fee can be paid from.
    static func spendable(of account: AccountID, _ transaction: StoreTransaction) throws -> Money {
        try transaction.tables.balance(cash(account))
    }

    /// What is held for cases of the account.
    static func heldMoney(of account: AccountID, _ transaction: StoreTransaction) throws -> Money {
        try transaction.tables.balance(held(account))
    }

    /// Puts money on an account from outside.
    static func load(_ amount: Money, to account: AccountID, _ transaction: StoreTransaction) throws
    {
        try transfer(.load, amount, from: topUp, to: cash(account), caseID: nil, transaction)
    }

    /// Holds a case's fee. Refused when the balance is too small; a fee of zero has no hold.
    static func hold(
        _ fee: Money, of account: AccountID, for caseID: CaseID, _ transaction: StoreTransaction
    ) throws {
        let spendable = try spendable(of: account, transaction)
        guard spendable >= fee else {
            throw Rejection(.insufficientFunds, fee: fee, spendable: spendable)
        }
        guard fee > .zero else { return }
        try transfer(
            .hold, fee, from: cash(account), to: held(account), caseID: caseID, transaction)
    }

    /// Ends a case's money: captured when the student has the card, else released. A case without a
    /// hold has no end.
    static func end(
        _ kind: TransferKind, of found: CaseRecord, _ transaction: StoreTransaction
    ) throws {
        guard let account = found.account, found.fee > .zero else { return }
        let target =
            switch kind {
            case .capture: fees
            case .release: cash(account)
            case .load, .hold: preconditionFailure("money ends by capture or release")
            }
        try transfer(
            kind, found.fee, from: held(account), to: target, caseID: found.id, transaction)
    }

    /// Where the fee of a case is now.
    static func standing(of found: CaseRecord, _ transaction: StoreTransaction) throws -> MoneyEnd {
        let kinds = try transaction.tables.transfers(of: found.id)
        // A case has one hold and one end; the end says more.
        switch kinds.first(where: { $0 != .hold }) ?? kinds.first {
        case .hold: return .held
        case .capture: return .captured
        case .release: return .released
        case .load, nil: return .none
        }
    }

    private static let idLength = 16

    private static func transfer(
        _ kind: TransferKind, _ amount: Money, from: String, to: String, caseID: CaseID?,
        _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.insert(
            TransferRow(
                id: transaction.environment.randomBytes(idLength).hex, at: transaction.now.wall,
                kind: kind, from: from, to: to, amount: amount, caseID: caseID))
    }
}

/// Why money moves.
enum TransferKind: String {
    case load, hold, capture, release
}
