import CampusCard
import GRDB

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
            try transaction.run(
                "INSERT INTO balance (campus, ledger_account) VALUES (:campus, :name)",
                ["name": name])
        }
    }

    /// What a fee can be paid from.
    static func spendable(of account: AccountID, _ transaction: StoreTransaction) throws -> Money {
        try balance(of: cash(account), transaction)
    }

    /// What is held for cases of the account.
    static func heldMoney(of account: AccountID, _ transaction: StoreTransaction) throws -> Money {
        try balance(of: held(account), transaction)
    }

    private static func balance(of name: String, _ transaction: StoreTransaction) throws -> Money {
        Money(
            fen: try transaction.integer(
                "SELECT fen FROM balance WHERE campus = :campus AND ledger_account = :name",
                ["name": name]))
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
        let row = try transaction.row(
            """
            SELECT kind FROM transfer WHERE campus = :campus AND case_id = :case
            ORDER BY leg = 'end' DESC LIMIT 1
            """, ["case": found.id.text])
        guard let row else { return .none }
        guard let kind = TransferKind(rawValue: row["kind"]) else {
            throw StoreFailure("a transfer of a case cannot be read")
        }
        switch kind {
        case .hold: return .held
        case .capture: return .captured
        case .release: return .released
        case .load: return .none
        }
    }

    private static let idLength = 16

    private static func transfer(
        _ kind: TransferKind, _ amount: Money, from: String, to: String, caseID: CaseID?,
        _ transaction: StoreTransaction
    ) throws {
        let leg: String? =
            switch kind {
            case .load: nil
            case .hold: "hold"
            case .capture, .release: "end"
            }
        try transaction.run(
            """
            INSERT INTO transfer VALUES
                (:campus, :id, :at, :kind, :from, :to, :fen, :case, :leg)
            """,
            [
                "id": transaction.environment.randomBytes(idLength).hex, "at": transaction.now.wall,
                "kind": kind.rawValue, "from": from, "to": to, "fen": amount.fen,
                "case": caseID?.text, "leg": leg,
            ])
    }
}

/// Why money moves.
enum TransferKind: String {
    case load, hold, capture, release
}
