import CampusCard
import GRDB

extension SQLTables {
    func openBalance(_ name: String) throws {
        try run(
            "INSERT INTO balance (campus, ledger_account) VALUES (:campus, :name)", ["name": name])
    }

    func balance(_ name: String) throws -> Money {
        Money(
            fen: try integer(
                "SELECT fen FROM balance WHERE campus = :campus AND ledger_account = :name",
                ["name": name]))
    }

    func transfers(of caseID: CaseID) throws -> [TransferKind] {
        try rows(
            "SELECT kind FROM transfer WHERE campus = :campus AND case_id = :case ORDER BY rowid",
            ["case": caseID.text]
        ).map { row in
            guard let kind = TransferKind(rawValue: row["kind"]) else {
                throw StoreFailure("a transfer of a case cannot be read")
            }
            return kind
        }
    }

    func insert(_ transfer: TransferRow) throws {
        try run(
            """
            INSERT INTO transfer VALUES
                (:campus, :id, :at, :kind, :from, :to, :fen, :case, :leg)
            """,
            [
                "id": transfer.id, "at": transfer.at, "kind": transfer.kind.rawValue,
                "from": transfer.from, "to": transfer.to, "fen": transfer.amount.fen,
                "case": transfer.caseID?.text, "leg": transfer.leg,
            ])
    }
}
