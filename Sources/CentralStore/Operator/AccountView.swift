package import CampusCard
import GRDB

/// An account as an operator sees it: names masked, no passwords.
package struct AccountView: Hashable, Sendable {
    package let holder: MaskedHolder
    package let standing: Standing
    package let frozen: Bool
    package let spendable: Money
    package let held: Money
    /// The password is still the default one.
    package let hasDefaultPassword: Bool
    /// Replacements so far, also those from before this store.
    package let replacements: Int
    package let cards: [CaseView.Card]
    /// Cards of others that it is known by: the application and the last digits of the number.
    package let boundCards: [String]
}

extension Operator {
    /// The account of a student number.
    package func account(_ number: StudentNumber) throws(StoreFailure) -> AccountView {
        try service.inSQL("show the account of student \(number)") { tables, transaction in
            let holder = try Self.holder(number, transaction)
            return AccountView(
                holder: holder.masked, standing: holder.standing, frozen: holder.frozen,
                spendable: try Ledger.spendable(of: holder.account, transaction),
                held: try Ledger.heldMoney(of: holder.account, transaction),
                hasDefaultPassword: try tables.integer(
                    """
                    SELECT COALESCE(MAX(is_default), 0) FROM password
                    WHERE campus = :campus AND account = :account
                    """, ["account": holder.account.text]) == 1,
                replacements: try Replacements.count(
                    of: holder.account, since: .min, transaction),
                cards: try cards(of: holder.account, tables),
                boundCards: try tables.rows(
                    """
                    SELECT shown FROM bound_card
                    WHERE campus = :campus AND account = :account AND ended_at IS NULL
                    ORDER BY bound_at, digest
                    """, ["account": holder.account.text]
                ).map { $0["shown"] })
        }
    }

    private func cards(
        of account: AccountID, _ tables: SQLTables
    ) throws -> [CaseView.Card] {
        try tables.rows(
            """
            SELECT * FROM card WHERE campus = :campus AND account = :account
            ORDER BY issue_number
            """, ["account": account.text]
        ).map { CaseView.Card(try SQLTables.card($0)) }
    }
}
