import CampusCard
import Synchronization

/// Notes that are numbers, with their contents kept beside all rows: a backup that is restored does not take them away, as
/// it does not take away what lies with the kiosks.
final class NumberedNotes: NoteForm {
    private struct Kept {
        let content: NoteContent
        let kiosk: KioskID
        let caseID: CaseID
    }
    private let kept = Mutex<[Kept]>([])

    func note(
        _ content: NoteContent, for kiosk: KioskID, _ caseID: CaseID, _ keys: any MasterKeys
    ) throws -> StoreNote {
        kept.withLock { kept in
            kept.append(Kept(content: content, kiosk: kiosk, caseID: caseID))
            return StoreNote(validated: String(kept.count))
        }
    }

    func content(
        of note: StoreNote, of kiosk: KioskID, _ caseID: CaseID, _ keys: any MasterKeys
    ) -> NoteContent? {
        kept.withLock { kept in
            guard let number = Int(note.text), kept.indices.contains(number - 1) else {
                return nil
            }
            let found = kept[number - 1]
            return found.kiosk == kiosk && found.caseID == caseID ? found.content : nil
        }
    }
}
