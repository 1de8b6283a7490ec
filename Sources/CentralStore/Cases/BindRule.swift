import CampusCard

/// Binds one blank to a case: its own issue number, and a personalisation for this UID and no
/// other.
enum BindRule {
    /// The most blanks that one case may use.
    static let blankLimit = 2

    static func answer(
        _ call: BindCall, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<BindCall.Answer> {
        let found = try Leases.require(caseID, kiosk: kiosk, fence: call.fence, transaction)
        guard found.stage == .opened || found.stage == .bound, let account = found.account else {
            throw Rejection(.outOfOrder)
        }
        try StoreLife.requireReplayed(transaction)
        let issuing = try CardRecord.issuing(for: caseID, transaction)
        if let card = issuing.first(where: { $0.uid == call.uid }) {
            try found.renewLease(transaction)
            return .done(try personalisation(of: card, kiosk: kiosk, caseID, transaction))
        }
        guard found.blanks < blankLimit else { throw Rejection(.blankLimit) }
        try requireUnused(call.uid, transaction)
        for earlier in issuing {
            try earlier.move(to: .cancelled, transaction)
            try CaseEnding.spoil(earlier, transaction)
        }
        let card = try CardIssue.issue(to: account, uid: call.uid, caseID: caseID, transaction)
        try found.bound(to: call.uid, card.issueNumber, transaction)
        return .done(try personalisation(of: card, kiosk: kiosk, caseID, transaction))
    }

    /// A UID that the chip invents anew names no card, so it counts as used.
    private static func requireUnused(_ uid: CardUID, _ transaction: StoreTransaction) throws {
        guard !uid.isRandom, try CardRecord.find(uid: uid, transaction) == nil,
            try !WithheldUID.contains(uid, transaction)
        else { throw Rejection(.uidUsed) }
    }

    private static func personalisation(
        of card: CardRecord, kiosk: KioskID, _ caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> Personalisation {
        let holder = try Cardholder.require(card.account, transaction)
        let note = try NoteContent.bound(
            uid: card.uid, issue: card.issueNumber, goodAsOf: card.goodAsOf
        ).sealed(for: kiosk, caseID, transaction)
        return try CardPlan(card: card, holder: holder, transaction).personalisation(note: note)
    }
}
