import CampusCard
import GRDB

extension SQLTables {
    func insert(_ card: CardRecord, boundTo caseID: CaseID?) throws {
        try run(
            """
            INSERT INTO card (campus, card_number, issue_number, account, uid, case_id, life,
                lost, frozen, bad, write_state, write_reason, write_since, good_as_of, bound_at)
            VALUES (:campus, :card, :issue, :account, :uid, :case, :life,
                :lost, :frozen, :bad, :state, :reason, :since, :good, :at)
            """,
            [
                "card": Int64(card.cardNumber.value), "issue": Int64(card.issueNumber.value),
                "account": card.account.text, "uid": card.uid.description, "case": caseID?.text,
                "life": card.life.rawValue, "lost": card.lost,
                "frozen": card.flags.contains(.frozen), "bad": card.flags.contains(.bad),
                "state": card.write.columns.state, "reason": card.write.columns.reason,
                "since": card.write.columns.since, "good": Int64(card.goodAsOf.value),
                "at": card.boundAt,
            ])
    }

    func card(_ uid: CardUID) throws -> CardRecord? {
        try row(
            "SELECT * FROM card WHERE campus = :campus AND uid = :uid", ["uid": uid.description]
        ).map(Self.card)
    }

    func usableCard(of account: AccountID) throws -> CardRecord? {
        try row(
            """
            SELECT * FROM card WHERE campus = :campus AND account = :account
                AND life IN ('inDelivery', 'active')
            """, ["account": account.text]
        ).map(Self.card)
    }

    func issuingCards(of caseID: CaseID) throws -> [CardRecord] {
        try rows(
            """
            SELECT * FROM card WHERE campus = :campus AND case_id = :case AND life = 'issuing'
            ORDER BY issue_number
            """, ["case": caseID.text]
        ).map(Self.card)
    }

    func set(_ life: CardLife, of card: CardRecord) throws {
        try run(
            """
            UPDATE card SET life = :life
            WHERE campus = :campus AND card_number = :card AND issue_number = :issue
            """,
            [
                "life": life.rawValue, "card": Int64(card.cardNumber.value),
                "issue": Int64(card.issueNumber.value),
            ])
    }

    func set(_ flags: CardFlags, of card: CardRecord) throws {
        try run(
            """
            UPDATE card SET lost = :lost, frozen = :frozen, bad = :bad
            WHERE campus = :campus AND card_number = :card AND issue_number = :issue
            """,
            [
                "card": Int64(card.cardNumber.value), "issue": Int64(card.issueNumber.value),
                "lost": flags.contains(.lost), "frozen": flags.contains(.frozen),
                "bad": flags.contains(.bad),
            ])
    }

    func set(_ write: CardWrite, of card: CardRecord) throws {
        let columns = write.columns
        try run(
            """
            UPDATE card SET write_state = :state, write_reason = :reason, write_since = :since
            WHERE campus = :campus AND card_number = :card AND issue_number = :issue
            """,
            [
                "card": Int64(card.cardNumber.value), "issue": Int64(card.issueNumber.value),
                "state": columns.state, "reason": columns.reason, "since": columns.since,
            ])
    }

    func isIssued(_ issue: IssueNumber, of card: CardNumber) throws -> Bool {
        try row(
            """
            SELECT 1 FROM card
            WHERE campus = :campus AND card_number = :card AND issue_number = :issue
            """, ["card": Int64(card.value), "issue": Int64(issue.value)]) != nil
    }

    static func card(_ row: Row) throws -> CardRecord {
        guard let life = CardLife(rawValue: row["life"]), let uid = CardUID(hex: row["uid"]) else {
            throw StoreFailure("a card's life or UID cannot be read")
        }
        return CardRecord(
            cardNumber: CardNumber(UInt32(row["card_number"] as Int64)),
            issueNumber: IssueNumber(UInt16(row["issue_number"] as Int64)),
            account: AccountID(validated: row["account"]), uid: uid, life: life,
            flags: flags(row), write: try CardWrite(row),
            goodAsOf: ListVersion(UInt32(row["good_as_of"] as Int64)), boundAt: row["bound_at"])
    }
}

extension SQLTables {
    private static func flags(_ row: Row) -> CardFlags {
        let marks: [(String, CardFlags)] = [("lost", .lost), ("frozen", .frozen), ("bad", .bad)]
        return marks.reduce(into: []) { flags, mark in
            let isSet: Bool = row[mark.0]
            if isSet { flags.insert(mark.1) }
        }
    }
}

extension CardWrite {
    /// The columns of the write axis.
    fileprivate var columns: (state: String, reason: String?, since: Int64?) {
        switch self {
        case .inSync: ("inSync", nil, nil)
        case .pending(let reason, let since): ("pending", reason.rawValue, Int64(since.value))
        case .unknown(let since): ("unknown", nil, Int64(since.value))
        }
    }

    fileprivate init(_ row: Row) throws {
        let (state, reason): (String, String?) = (row["write_state"], row["write_reason"])
        let since: Int64? = row["write_since"]
        let version = since.flatMap(UInt32.init(exactly:)).map(ListVersion.init)
        switch (state, reason.flatMap(PendingWrite.init(rawValue:)), version) {
        case ("inSync", nil, nil): self = .inSync
        case ("pending", let reason?, let version?): self = .pending(reason, since: version)
        case ("unknown", nil, let version?): self = .unknown(since: version)
        default: throw StoreFailure("what a card's chip says cannot be read")
        }
    }
}
