import CampusCard

/// The point of no return: in one transaction the old card dies and the new one lives (K2). The fee
/// stays held.
enum CommitRule {
    static func answer(
        _ call: CommitCall, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<CommitCall.Answer> {
        let found = try Leases.require(caseID, kiosk: kiosk, fence: call.fence, transaction)
        guard found.newUID == call.uid, found.newIssue == call.issueNumber,
            let account = found.account
        else { throw Rejection(.outOfOrder) }
        switch found.stage {
        case .committed, .delivered: return .done(try found.standing(transaction))
        case .bound: break
        case .unheard, .opened, .voided, .abandoned: throw Rejection(.outOfOrder)
        }
        try CardRecord.usable(of: account, transaction)?.move(to: .cancelled, transaction)
        guard let card = try CardRecord.find(uid: call.uid, transaction) else {
            throw StoreFailure("a bound case has no card")
        }
        try card.move(to: .inDelivery, transaction)
        try StopList.stop(
            card.cardNumber, through: IssueNumber(card.issueNumber.value - 1), .replaced,
            transaction)
        try Replacements.book(account, at: transaction.now.wall, caseID: caseID, transaction)
        try found.committed(transaction)
        return .done(try found.standing(transaction))
    }
}
