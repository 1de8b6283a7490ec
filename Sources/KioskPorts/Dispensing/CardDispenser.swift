/// A unit that feeds blanks from a hopper, holds one card at the read position, presents it at the exit, and retains it
/// in a bin.
///
/// Queries may be repeated. A motion sends its frame once and never again (K9): when its outcome is not proven the
/// driver asks the sensors, and says in the fault what is known about the card. The caller journals an intent before
/// each motion, and hands over the look that it took for it: nothing was sent to the unit since, and the driver refuses
/// a motion that may not start from there and compares against it what it sees afterwards.
package protocol CardDispenser: Sendable {
    /// Opens the unit, clears the line, asks who it is, and brings it to a state in which it takes queries.
    /// Moves no card. May be called again after a fault or a replug.
    func connect() async throws(DispenserFault) -> DispenserIdentity

    /// Asks status, sensors and bin counter. Moves nothing.
    func observe() async throws(DispenserFault) -> DispenserObservation

    /// Motion: brings one blank from the hopper to the read position.
    func feed(after look: DispenserObservation) async throws(DispenserFault) -> DispenserObservation

    /// Motion: brings the card to the exit, where a hand can take it.
    func present(after look: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation

    /// Motion: brings the card, wherever it is in the path, to the bin.
    func retain(after look: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation

    /// Leaves the unit; it may be connected again.
    func disconnect() async
}

/// Who a dispenser says it is, and which profile that makes it.
package struct DispenserIdentity: Hashable, Sendable {
    /// For example `CRT-591-M001`.
    package let model: String
    package let firmware: String
    package let serialNumber: String?
    /// The name of the commissioned profile that matches; nil means that every motion is refused.
    package let profile: String?
    /// Whether commissioning proved that the bin counter counts: only then does it tell taken from retracted.
    package let binCounterProven: Bool
    /// The unit's own timer that pulls an untaken card back; nil when it has none.
    package let ownRetractSeconds: Int?

    package init(
        model: String, firmware: String, serialNumber: String?, profile: String?,
        binCounterProven: Bool, ownRetractSeconds: Int?
    ) {
        self.model = model
        self.firmware = firmware
        self.serialNumber = serialNumber
        self.profile = profile
        self.binCounterProven = binCounterProven
        self.ownRetractSeconds = ownRetractSeconds
    }
}
