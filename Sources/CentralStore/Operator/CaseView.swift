package import CampusCard
import GRDB

/// A case with its cards and its money, as an operator sees it: names masked, no keys, no
/// passwords.
package struct CaseView: Hashable, Sendable {
    package let id: CaseID
    package let kiosk: KioskID
    package let holder: MaskedHolder?
    package let standing: CaseStanding
    package let endReason: AbandonReason?
    /// What a delivery rests on, with who and why for a waiver.
    package let evidence: String?
    package let cards: [Card]
    package let transfers: [TransferView]

    /// A card that was bound to the case.
    package struct Card: Hashable, Sendable {
        package let uid: CardUID
        package let issueNumber: IssueNumber
        package let life: CardLife
        package let flags: CardFlags
        package let write: CardWrite

        init(_ card: CardRecord) {
            (uid, issueNumber) = (card.uid, card.issueNumber)
            (life, flags, write) = (card.life, card.flags, card.write)
        }

        /// A terminal may take it.
        package var isUsable: Bool {
            flags.isDisjoint(with: [.lost, .frozen]) && life.isUsable
        }
    }
}

/// A movement of money.
package struct TransferView: Hashable, Sendable {
    /// Milliseconds since 1970 UTC.
    package let at: Int64
    package let kind: String
    package let from: String
    package let to: String
    package let amount: Money
    package let caseID: CaseID?

    init(_ row: Row) {
        at = row["at"]
        kind = row["kind"]
        from = row["from_account"]
        to = row["to_account"]
        amount = Money(fen: row["fen"])
        let text: String? = row["case_id"]
        caseID = text.flatMap(CaseID.parse)
    }
}

extension Operator {
    /// One case; nil when the store has never heard of it.
    package func showCase(_ id: CaseID) throws(StoreFailure) -> CaseView? {
        try service.inSQL("show case \(id)") { tables, transaction in
            guard let found = try CaseRecord.find(id, transaction) else { return nil }
            let holder = try found.account.map { try Cardholder.require($0, transaction).masked }
            return CaseView(
                id: id, kiosk: found.kiosk, holder: holder,
                standing: try found.standing(transaction), endReason: found.endReason,
                evidence: try Self.evidence(id, tables),
                cards: try Self.cards(id, tables),
                transfers: try Self.transfers(of: id, tables))
        }
    }

    private static func evidence(
        _ id: CaseID, _ tables: SQLTables
    ) throws -> String? {
        let row = try tables.row(
            """
            SELECT evidence, evidence_who, evidence_why FROM replacement_case
            WHERE campus = :campus AND case_id = :case
            """, ["case": id.text])
        let parts: [String?] = [row?["evidence"], row?["evidence_who"], row?["evidence_why"]]
        let known = parts.compactMap { $0 }
        return known.isEmpty ? nil : known.joined(separator: ", ")
    }

    private static func cards(
        _ id: CaseID, _ tables: SQLTables
    ) throws -> [CaseView.Card] {
        try tables.rows(
            """
            SELECT uid FROM card WHERE campus = :campus AND case_id = :case
            ORDER BY issue_number
            """, ["case": id.text]
        ).compactMap { row in
            guard let uid = CardUID(hex: row["uid"]),
                let card = try tables.card(uid)
            else { return nil }
            return CaseView.Card(card)
        }
    }

    private static func transfers(
        of id: CaseID, _ tables: SQLTables
    ) throws -> [TransferView] {
        try tables.rows(
            "SELECT * FROM transfer WHERE campus = :campus AND case_id = :case ORDER BY rowid",
            ["case": id.text]
        ).map(TransferView.init)
    }
}
