import CampusCard

/// A case that a replay kept out, and that its kiosk has undone: it comes back as a tombstone. Its blanks may bear an
/// identity and lie in a bin: their numbers are listed and their UIDs never issued again, as if the store had known them.
enum UndoneCase {
    /// - Parameter facts: what the kiosk told of the case, with the store's own notes among it.
    static func stopCards(
        of caseID: CaseID, by facts: [KioskFact], from kiosk: KioskID,
        _ transaction: StoreTransaction
    ) throws {
        var account: AccountID?
        for fact in facts {
            guard case .noted(_, let note) = fact else { continue }
            switch NoteContent.open(note, of: kiosk, caseID, transaction) {
            case .opened(let holder, _, _, _, _): account = holder
            case .bound(let uid, let issue, _):
                try WithheldUID.withhold(uid, .spoiled, caseID: caseID, transaction)
                if let account { try stop(issue, of: account, transaction) }
            case .committed, .lost, nil: break
            }
        }
    }

    private static func stop(
        _ issue: IssueNumber, of account: AccountID, _ transaction: StoreTransaction
    ) throws {
        guard let number = try Cardholder.find(account: account, transaction)?.cardNumber,
            try transaction.tables.newestEntry(of: number)?.issues.stops(issue) != true
        else { return }
        try StopList.stop(number, of: account, through: issue, .voided, transaction)
    }
}
