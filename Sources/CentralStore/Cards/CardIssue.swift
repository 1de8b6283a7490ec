import CampusCard

/// The making of a card's row for a blank.
enum CardIssue {
    /// Takes the next issue number of the account for this UID. Gaps are normal, a number is never
    /// used twice.
    static func issue(
        to account: AccountID, uid: CardUID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> CardRecord {
        let holder = try Cardholder.require(account, transaction)
        guard let cardNumber = holder.cardNumber else { throw Rejection(.noCard) }
        try insert(
            cardNumber, try nextIssue(of: account, transaction), account: account, uid: uid,
            life: .issuing, caseID: caseID, goodAsOf: try StopList.version(transaction),
            transaction)
        guard let card = try CardRecord.find(uid: uid, transaction) else {
            throw StoreFailure("a card vanished inside a transaction")
        }
        return card
    }

    /// Issues again what a restored store has forgotten. Refused when the number was given to another
    /// UID meanwhile.
    static func issueAgain(
        _ issue: IssueNumber, to account: AccountID, uid: CardUID, caseID: CaseID,
        goodAsOf: ListVersion, _ transaction: StoreTransaction
    ) throws {
        let holder = try Cardholder.require(account, transaction)
        guard let cardNumber = holder.cardNumber else { throw Rejection(.noCard) }
        let taken = try transaction.row(
            """
            SELECT 1 FROM card
            WHERE campus = :campus AND card_number = :card AND issue_number = :issue
            """, ["card": Int64(cardNumber.value), "issue": Int64(issue.value)])
        guard taken == nil else { throw Rejection(.conflict) }
        try insert(
            cardNumber, issue, account: account, uid: uid, life: .issuing, caseID: caseID,
            goodAsOf: goodAsOf, transaction)
        try transaction.run(
            """
            UPDATE cardholder SET next_issue = MAX(next_issue, :next)
            WHERE campus = :campus AND account = :account
            """, ["account": account.text, "next": Int64(issue.value) + 1])
    }

    /// Books a card that was handed out before this store.
    static func importActive(
        _ cardNumber: CardNumber, to account: AccountID, uid: CardUID,
        _ transaction: StoreTransaction
    ) throws {
        try insert(
            cardNumber, try nextIssue(of: account, transaction), account: account, uid: uid,
            life: .active, caseID: nil, goodAsOf: try StopList.version(transaction), transaction)
    }

    private static func nextIssue(
        of account: AccountID, _ transaction: StoreTransaction
    ) throws -> IssueNumber {
        let next = try transaction.integer(
            "SELECT next_issue FROM cardholder WHERE campus = :campus AND account = :account",
            ["account": account.text])
        guard let issue = UInt16(exactly: next) else { throw Rejection(.replacementLimit) }
        try transaction.run(
            """
            UPDATE cardholder SET next_issue = next_issue + 1
            WHERE campus = :campus AND account = :account
            """, ["account": account.text])
        return IssueNumber(issue)
    }

    private static func insert(
        _ cardNumber: CardNumber, _ issue: IssueNumber, account: AccountID, uid: CardUID,
        life: CardLife, caseID: CaseID?, goodAsOf: ListVersion, _ transaction: StoreTransaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO card (campus, card_number, issue_number, account, uid, case_id, life,
                good_as_of, bound_at)
            VALUES (:campus, :card, :issue, :account, :uid, :case, :life, :good, :at)
            """,
            [
                "card": Int64(cardNumber.value), "issue": Int64(issue.value),
                "account": account.text, "uid": uid.description, "case": caseID?.text,
                "life": life.rawValue, "good": Int64(goodAsOf.value),
                "at": transaction.now.wall,
            ])
    }
}
