import CampusCard

/// What the store tells itself in a note: enough to do one call over again.
enum NoteContent: Hashable, Codable {
    /// A case was opened: whose, for what fee, under which fence; `stopped` is the card that it
    /// stopped.
    case opened(account: AccountID, fee: Money, reason: FeeReason, fence: Fence, stopped: Stop?)
    /// A blank got this issue number of the account's card, by a plan of this list version.
    case bound(uid: CardUID, issue: IssueNumber, goodAsOf: ListVersion)
    /// The old card is cancelled for ever, the one with this UID is in delivery.
    case committed(uid: CardUID)
    /// A loss was reported.
    case lost(account: AccountID, stopped: Stop)

    /// A card that was stopped, and the entry that says so.
    struct Stop: Hashable, Codable {
        let issue: IssueNumber
        let version: ListVersion
    }

    /// The content as a note for this kiosk and case.
    func sealed(
        for kiosk: KioskID, _ caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> StoreNote {
        try transaction.notes.note(self, for: kiosk, caseID, transaction.keys)
    }

    /// Nil when the note was not made by this store for this kiosk and case.
    static func open(
        _ note: StoreNote, of kiosk: KioskID, _ caseID: CaseID, _ transaction: StoreTransaction
    ) -> NoteContent? {
        transaction.notes.content(of: note, of: kiosk, caseID, transaction.keys)
    }
}
