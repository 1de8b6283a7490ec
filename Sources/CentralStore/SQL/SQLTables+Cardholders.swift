import CampusCard
import GRDB

extension SQLTables {
    func cardholder(numbered number: StudentNumber) throws -> Cardholder? {
        try row(
            "SELECT * FROM cardholder WHERE campus = :campus AND student_number = :number",
            ["number": number.text]
        ).map(Self.cardholder)
    }

    func cardholder(of account: AccountID) throws -> Cardholder? {
        try row(
            "SELECT * FROM cardholder WHERE campus = :campus AND account = :account",
            ["account": account.text]
        ).map(Self.cardholder)
    }

    func insert(_ holder: Cardholder) throws {
        try run(
            """
            INSERT INTO cardholder (campus, account, name, student_number, holder_class, standing,
                frozen, card_number)
            VALUES (:campus, :account, :name, :number, :class, :standing, :frozen, :card)
            """,
            [
                "account": holder.account.text, "name": holder.name,
                "number": holder.studentNumber.text,
                "class": Int64(holder.holderClass.rawValue), "standing": holder.standing.rawValue,
                "frozen": holder.frozen, "card": holder.cardNumber.map { Int64($0.value) },
            ])
    }

    func setFrozen(_ account: AccountID, _ frozen: Bool) throws {
        try run(
            "UPDATE cardholder SET frozen = :frozen WHERE campus = :campus AND account = :account",
            ["account": account.text, "frozen": frozen])
    }

    func nextIssue(of account: AccountID) throws -> Int64 {
        try integer(
            "SELECT next_issue FROM cardholder WHERE campus = :campus AND account = :account",
            ["account": account.text])
    }

    func takeIssue(of account: AccountID) throws {
        try run(
            """
            UPDATE cardholder SET next_issue = next_issue + 1
            WHERE campus = :campus AND account = :account
            """, ["account": account.text])
    }

    func raiseIssue(of account: AccountID, to next: Int64) throws {
        try run(
            """
            UPDATE cardholder SET next_issue = MAX(next_issue, :next)
            WHERE campus = :campus AND account = :account
            """, ["account": account.text, "next": next])
    }

    func takeFence(of account: AccountID) throws -> Fence {
        Fence(
            try integer(
                """
                UPDATE cardholder SET next_fence = next_fence + 1
                WHERE campus = :campus AND account = :account RETURNING next_fence
                """, ["account": account.text]))
    }

    private static func cardholder(_ row: Row) throws -> Cardholder {
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

/// Passwords and replacements.
extension SQLTables {
    func password(of account: AccountID) throws -> StoredPassword? {
        try row(
            """
            SELECT verifier, default_verifier, is_default FROM password
            WHERE campus = :campus AND account = :account
            """, ["account": account.text]
        ).map {
            StoredPassword(
                current: PasswordHash(text: $0["verifier"]),
                standard: PasswordHash(text: $0["default_verifier"]), isDefault: $0["is_default"])
        }
    }

    func insert(_ password: StoredPassword, of account: AccountID) throws {
        try run(
            """
            INSERT INTO password (campus, account, verifier, default_verifier, is_default)
            VALUES (:campus, :account, :verifier, :standard, :default)
            """,
            [
                "account": account.text, "verifier": password.current.text,
                "standard": password.standard.text, "default": password.isDefault,
            ])
    }

    func change(_ verifier: PasswordHash, of account: AccountID) throws {
        try run(
            """
            UPDATE password SET verifier = :verifier, is_default = 0, generation = generation + 1
            WHERE campus = :campus AND account = :account
            """, ["account": account.text, "verifier": verifier.text])
    }

    func bookReplacement(_ account: AccountID, at wall: Int64, caseID: CaseID?) throws {
        try run(
            "INSERT INTO replacement VALUES (:campus, :account, :at, :case)",
            ["account": account.text, "at": wall, "case": caseID?.text])
    }

    func replacementStages(of account: AccountID, since wall: Int64) throws -> [CaseStage?] {
        try rows(
            """
            SELECT c.stage FROM replacement r LEFT JOIN replacement_case c
                ON c.campus = r.campus AND c.case_id = r.case_id
            WHERE r.campus = :campus AND r.account = :account AND r.at >= :since
            """, ["account": account.text, "since": wall]
        ).map { row in
            let text: String? = row["stage"]
            return text.flatMap(CaseStage.init(rawValue:))
        }
    }
}
