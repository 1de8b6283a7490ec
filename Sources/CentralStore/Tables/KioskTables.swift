import CampusCard

/// Kiosks, and the events that their journals pushed.
protocol KioskTables {
    /// Nil for a kiosk that the store does not know.
    func isInService(_ kiosk: KioskID) throws -> Bool?
    func setKiosk(_ kiosk: KioskID, inService: Bool, why: String?) throws
    func heard(_ kiosk: KioskID, _ call: RegisterCall, at wall: Int64) throws
    /// What the kiosk reported last; nil for one that was never heard.
    func lastReport(of kiosk: KioskID) throws -> LastReport?
    /// The tick until which no login is taken there; zero for none.
    func lockEnd(of kiosk: KioskID) throws -> Int64
    func lock(_ kiosk: KioskID, until tick: Int64) throws

    func nextEvent(of kiosk: KioskID, _ epoch: JournalEpoch) throws -> EventSequence
    /// Keeps the event and moves the cursor past it; `quarantined` says why it could not be applied.
    func take(
        _ event: KioskEvent, of kiosk: KioskID, _ epoch: JournalEpoch, quarantined: String?,
        at wall: Int64) throws
    /// Whether the event that was taken under this number is the same.
    func hasTaken(_ event: KioskEvent, of kiosk: KioskID, _ epoch: JournalEpoch) throws -> Bool
    /// Events in quarantine from this one on, in order.
    func quarantined(in stream: EventStream, from first: EventSequence) throws -> [KioskEvent]
}

/// The last report of a kiosk.
struct LastReport {
    let journal: JournalEpoch
    /// Milliseconds since 1970 UTC.
    let wall: Int64
}
