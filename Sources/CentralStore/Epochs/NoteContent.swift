import CampusCard
import Foundation

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

    /// Seals the content for this kiosk and case. The nonce is a keyed digest of all three: the
    /// same content gives the same note, and a note cannot pass under another case.
    func sealed(
        for kiosk: KioskID, _ caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> StoreNote {
        let plain = try WireFormat.encode(self)
        let nonce = Self.nonce(plain, kiosk, caseID, transaction)
        return StoreNote(validated: transaction.keys.seal(plain, nonce: nonce).hex)
    }

    /// Nil when the note was not made by this store for this kiosk and case.
    static func open(
        _ note: StoreNote, of kiosk: KioskID, _ caseID: CaseID, _ transaction: StoreTransaction
    ) -> NoteContent? {
        guard let sealed = [UInt8](hex: note.text), let plain = transaction.keys.open(sealed),
            sealed.starts(with: nonce(plain, kiosk, caseID, transaction))
        else { return nil }
        return try? JSONDecoder().decode(NoteContent.self, from: Data(plain))
    }

    private static func nonce(
        _ plain: [UInt8], _ kiosk: KioskID, _ caseID: CaseID, _ transaction: StoreTransaction
    ) -> [UInt8] {
        let label = [UInt8]("note|\(kiosk)|\(caseID)|".utf8)
        let digest = [UInt8](hex: transaction.keys.digest(label + plain)) ?? []
        return Array(digest.prefix(VaultSeal.nonceLength))
    }
}
