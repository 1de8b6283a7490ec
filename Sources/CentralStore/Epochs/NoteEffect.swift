import CampusCard

/// What a note changes when it comes back: nothing in a store that still knows what it did, and in a
/// restored one the call that the backup has not seen.
enum NoteEffect {
    static func apply(
        _ note: StoreNote, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws {
        guard let content = NoteContent.open(note, of: kiosk, caseID, transaction) else {
            throw Rejection(.malformed)
        }
        switch content {
        case .opened(let account, let fee, let reason, let fence, let stopped):
            guard try CaseRecord.find(caseID, of: kiosk, transaction) == nil else { return }
            try stop(stopped, of: account, transaction)
            try reopen(
                caseID, kiosk: kiosk, account: account, fee: fee, reason: reason, fence: fence,
                transaction)
        case .bound(let uid, let issue, let goodAsOf):
            try rebind(
                uid, issue, goodAsOf: goodAsOf, kiosk: kiosk, caseID: caseID, transaction)
        case .committed(let uid):
            try recommit(uid, kiosk: kiosk, caseID: caseID, transaction)
        case .lost(let account, let stopped): try stop(stopped, of: account, transaction)
        }
    }

    /// Stops the card of a note whose case could not be opened again.
    static func stopOnly(
        _ note: StoreNote, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws {
        switch NoteContent.open(note, of: kiosk, caseID, transaction) {
        case .opened(let account, _, _, _, let stopped):
            try stop(stopped, of: account, transaction)
        case .lost(let account, let stopped): try stop(stopped, of: account, transaction)
        case .bound, .committed, nil: break
        }
    }

    /// A stop that the list still has is not repeated: the card may have been released since.
    private static func stop(
        _ stopped: NoteContent.Stop?, of account: AccountID, _ transaction: StoreTransaction
    ) throws {
        guard let stopped,
            let holder = try Cardholder.find(account: account, transaction),
            let number = holder.cardNumber,
            try !StopList.contains(stopped.version, of: number, transaction)
        else { return }
        let card = try CardRecord.usable(of: account, transaction)
        if let card, card.issueNumber <= stopped.issue { _ = try card.reportLost(transaction) }
        if (card?.issueNumber ?? IssueNumber(0)) < stopped.issue {
            // The card that was lost is still to come back, in another kiosk's journal.
            try StopList.stop(
                number, of: account, through: stopped.issue, .lossReported, transaction)
        }
    }

    private static func reopen(
        _ caseID: CaseID, kiosk: KioskID, account: AccountID, fee: Money, reason: FeeReason,
        fence: Fence, _ transaction: StoreTransaction
    ) throws {
        guard try Cardholder.find(account: account, transaction) != nil else {
            throw Rejection(.notEnrolled)
        }
        if let other = try CaseRecord.live(of: account, transaction) {
            try KeptOutCases.makeWay(other, for: fence, of: kiosk, transaction)
        }
        if reason == .waived, try FeeWaiver.unused(of: account, transaction) != nil {
            try FeeWaiver.spend(of: account, on: caseID, transaction)
        }
        try CaseOpening.insert(
            caseID, kiosk: kiosk, account: account, fee: fee, fence: fence, transaction)
        try Ledger.hold(fee, of: account, for: caseID, transaction)
    }

    private static func rebind(
        _ uid: CardUID, _ issue: IssueNumber, goodAsOf: ListVersion, kiosk: KioskID,
        caseID: CaseID, _ transaction: StoreTransaction
    ) throws {
        guard let found = try CaseRecord.find(caseID, of: kiosk, transaction),
            let account = found.account
        else { throw Rejection(.outOfOrder) }
        if let card = try CardRecord.find(uid: uid, transaction) {
            guard card.account == account, card.issueNumber == issue else {
                throw Rejection(.uidUsed)
            }
            return
        }
        guard found.stage == .opened || found.stage == .bound else {
            throw Rejection(.caseEnded)
        }
        guard try !WithheldUID.isSpoiled(uid, transaction) else { throw Rejection(.uidUsed) }
        for earlier in try CardRecord.issuing(for: caseID, transaction) {
            try earlier.move(to: .cancelled, transaction)
            try CaseEnding.spoil(earlier, transaction)
        }
        try CardIssue.issueAgain(
            issue, to: account, uid: uid, caseID: caseID, goodAsOf: goodAsOf, transaction)
        try found.bound(to: uid, issue, transaction)
    }

    private static func recommit(
        _ uid: CardUID, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws {
        guard let found = try CaseRecord.find(caseID, of: kiosk, transaction),
            found.newUID == uid
        else { throw Rejection(.outOfOrder) }
        switch found.stage {
        case .bound: try ReplayedCommit.apply(found, uid: uid, transaction)
        case .committed, .delivered, .voided: break
        case .unheard, .opened: throw Rejection(.outOfOrder)
        case .abandoned: throw Rejection(.caseEnded)
        }
    }
}
