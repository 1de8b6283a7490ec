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
        guard try !transaction.tables.isIssued(issue, of: cardNumber) else {
            throw Rejection(.conflict)
        }
        try insert(
            cardNumber, issue, account: account, uid: uid, life: .issuing, caseID: caseID,
            goodAsOf: goodAsOf, transaction)
        try transaction.tables.raiseIssue(of: account, to: Int64(issue.value) + 1)
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
        let next = try transaction.tables.nextIssue(of: account)
        guard let issue = UInt16(exactly: next) else { throw Rejection(.replacementLimit) }
        try transaction.tables.takeIssue(of: account)
        return IssueNumber(issue)
    }

    private static func insert(
        _ cardNumber: CardNumber, _ issue: IssueNumber, account: AccountID, uid: CardUID,
        life: CardLife, caseID: CaseID?, goodAsOf: ListVersion, _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.insert(
            CardRecord(
                cardNumber: cardNumber, issueNumber: issue, account: account, uid: uid, life: life,
                flags: [], write: .inSync, goodAsOf: goodAsOf,
                boundAt: transaction.now.wall), boundTo: caseID)
    }
}
