import CampusCard

/// The point of no return: in one transaction the old card dies and the new one lives (K2). The fee
/// stays held.
enum CommitRule {
    static func answer(
        _ call: CommitCall, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<CommitCall.Answer> {
        let found = try Leases.require(caseID, kiosk: kiosk, fence: call.fence, transaction)
        guard found.newUID == call.uid, found.newIssue == call.issueNumber else {
            throw Rejection(.outOfOrder)
        }
        switch found.stage {
        case .committed, .delivered: return .done(try answer(found, transaction))
        case .bound: break
        case .unheard, .opened, .voided, .abandoned: throw Rejection(.outOfOrder)
        }
        try StoreLife.requireReplayed(transaction)
        guard let card = try CardRecord.find(uid: call.uid, transaction) else {
            throw StoreFailure("a bound case has no card")
        }
        try carryOut(found, card, transaction)
        return .done(try answer(found, transaction))
    }

    private static func answer(
        _ found: CaseRecord, _ transaction: StoreTransaction
    ) throws -> CommitCall.Answer {
        guard let uid = found.newUID else { throw StoreFailure("a committed case has no card") }
        return CommitCall.Answer(
            standing: try found.standing(transaction),
            note: try NoteContent.committed(uid: uid).sealed(
                for: found.kiosk, found.id, transaction))
    }

    /// Commits a bound case with its card.
    static func carryOut(
        _ found: CaseRecord, _ card: CardRecord, _ transaction: StoreTransaction
    ) throws {
        try CardRecord.usable(of: card.account, transaction)?.move(to: .cancelled, transaction)
        try card.move(to: .inDelivery, transaction)
        // A freeze outlives the card that bore its mark.
        if try Cardholder.require(card.account, transaction).frozen {
            try card.set(card.flags.union(.frozen), transaction)
        }
        try StopList.stop(
            card.cardNumber, of: card.account,
            through: IssueNumber(card.issueNumber.value - 1), .replaced, transaction)
        try Replacements.book(
            card.account, at: transaction.now.wall, caseID: found.id, transaction)
        try found.committed(transaction)
    }
}
