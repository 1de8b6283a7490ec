package import CampusCard
import GRDB

/// The ledger as an operator checks it.
package struct LedgerView: Hashable, Sendable {
    /// The newest transfers, the newest first.
    package let transfers: [TransferView]
    /// The accounts of the school, as sums over all transfers: `fees` grows, `topUp` is what came
    /// in, negative.
    package let school: [Account]
    /// The sums of all cardholders' cash and held money.
    package let cash: Money
    package let held: Money
    /// Balances that differ from the sum of their transfers, and cases whose hold does not fit
    /// their stage; empty in a store that is right.
    package let differences: [String]

    /// An account and what is on it.
    package struct Account: Hashable, Sendable {
        package let name: String
        package let balance: Money
    }
}

extension Operator {
    /// The newest transfers, the sums, and every difference between balances, transfers and cases.
    package func ledger(newest limit: Int) throws(StoreFailure) -> LedgerView {
        try service.inSQL("check the ledger") { tables, _ in
            LedgerView(
                transfers: try tables.rows(
                    """
                    SELECT * FROM transfer WHERE campus = :campus
                    ORDER BY rowid DESC LIMIT :limit
                    """,
                    ["limit": limit]
                ).map(TransferView.init),
                school: try [Ledger.fees, Ledger.topUp].map { name in
                    LedgerView.Account(name: name, balance: try Self.sum(of: name, tables))
                },
                cash: try Self.total("cash:%", tables),
                held: try Self.total("held:%", tables),
                differences: try Self.wrongBalances(tables) + Self.wrongHolds(tables))
        }
    }

    private static func sum(of name: String, _ tables: SQLTables) throws -> Money {
        Money(
            fen: try tables.integer(
                """
                SELECT COALESCE(SUM(CASE WHEN to_account = :name THEN fen ELSE -fen END), 0)
                FROM transfer
                WHERE campus = :campus AND (to_account = :name OR from_account = :name)
                """, ["name": name]))
    }

    private static func total(_ pattern: String, _ tables: SQLTables) throws -> Money {
        Money(
            fen: try tables.integer(
                """
                SELECT COALESCE(SUM(fen), 0) FROM balance
                WHERE campus = :campus AND ledger_account LIKE :pattern
                """, ["pattern": pattern]))
    }

    private static func wrongBalances(_ tables: SQLTables) throws -> [String] {
        try tables.rows(
            """
            WITH moved AS (
                SELECT to_account AS name, fen FROM transfer WHERE campus = :campus
                UNION ALL
                SELECT from_account, -fen FROM transfer WHERE campus = :campus),
            summed AS (SELECT name, SUM(fen) AS fen FROM moved GROUP BY name)
            SELECT b.ledger_account AS name, b.fen AS has, COALESCE(s.fen, 0) AS should
            FROM balance b LEFT JOIN summed s ON s.name = b.ledger_account
            WHERE b.campus = :campus AND b.fen <> COALESCE(s.fen, 0)
            """
        ).map { row in
            let name: String = row["name"]
            let (has, should) = (Money(fen: row["has"]), Money(fen: row["should"]))
            return "\(name) has \(has), its transfers make \(should)"
        }
    }

    /// A case holds money exactly while it is live, and has captured exactly when it is delivered.
    private static func wrongHolds(_ tables: SQLTables) throws -> [String] {
        try tables.rows(
            """
            SELECT c.case_id, c.stage, COALESCE(e.kind, h.kind, 'none') AS money
            FROM replacement_case c
            LEFT JOIN transfer h ON h.campus = c.campus AND h.case_id = c.case_id AND h.leg = 'hold'
            LEFT JOIN transfer e ON e.campus = c.campus AND e.case_id = c.case_id AND e.leg = 'end'
            WHERE c.campus = :campus AND c.fee > 0 AND COALESCE(e.kind, h.kind, 'none') <>
                CASE WHEN c.stage IN ('opened', 'bound', 'committed') THEN 'hold'
                    WHEN c.stage = 'delivered' THEN 'capture' ELSE 'release' END
            """
        ).map { row in
            let (id, stage, money): (String, String, String) = (
                row["case_id"], row["stage"], row["money"]
            )
            return "case \(id) is \(stage) with its money at \(money)"
        }
    }
}
