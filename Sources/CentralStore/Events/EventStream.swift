import CampusCard

/// A journal of one kiosk, whose events are numbered together.
struct EventStream: Hashable {
    let kiosk: KioskID
    let epoch: JournalEpoch
}
