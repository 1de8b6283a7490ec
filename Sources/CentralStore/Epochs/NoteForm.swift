import CampusCard
import Foundation

/// The form in which notes leave the store.
protocol NoteForm: Sendable {
    func note(
        _ content: NoteContent, for kiosk: KioskID, _ caseID: CaseID, _ keys: any MasterKeys
    ) throws -> StoreNote

    /// Nil when the note was not made by this store for this kiosk and case.
    func content(
        of note: StoreNote, of kiosk: KioskID, _ caseID: CaseID, _ keys: any MasterKeys
    ) -> NoteContent?
}

/// Notes sealed under the store's keys. The nonce is a keyed digest of content, kiosk and case: the
/// same content gives the same note, and a note cannot pass under another case.
struct SealedNotes: NoteForm {
    func note(
        _ content: NoteContent, for kiosk: KioskID, _ caseID: CaseID, _ keys: any MasterKeys
    ) throws -> StoreNote {
        let plain = try WireFormat.encode(content)
        return StoreNote(
            validated: keys.seal(plain, nonce: nonce(plain, kiosk, caseID, keys)).hex)
    }

    func content(
        of note: StoreNote, of kiosk: KioskID, _ caseID: CaseID, _ keys: any MasterKeys
    ) -> NoteContent? {
        guard let sealed = [UInt8](hex: note.text), let plain = keys.open(sealed),
            sealed.starts(with: nonce(plain, kiosk, caseID, keys))
        else { return nil }
        return try? JSONDecoder().decode(NoteContent.self, from: Data(plain))
    }

    private func nonce(
        _ plain: [UInt8], _ kiosk: KioskID, _ caseID: CaseID, _ keys: any MasterKeys
    ) -> [UInt8] {
        let label = [UInt8]("note|\(kiosk)|\(caseID)|".utf8)
        let digest = [UInt8](hex: keys.digest(label + plain)) ?? []
        return Array(digest.prefix(VaultSeal.nonceLength))
    }
}
