package import CampusCard

/// One line of the record of what really happened, for an auditor who trusts neither kiosk nor
/// device.
package struct TruthEntry: Hashable, Sendable, Codable {
    /// Counts from 1 without gaps, over power cuts too.
    package let sequence: Int
    /// Milliseconds of the machine's clock.
    package let atMilliseconds: Int64
    package let event: TruthEvent
    package let card: CardSerial?
    package let uid: CardUID?
    package let from: Place?
    package let to: Place?
    /// The fault, the motion or the number that goes with the event.
    package let detail: String?
}

/// What can really happen in and around the machine.
package enum TruthEvent: String, Hashable, Sendable, Codable, CaseIterable {
    /// Staff put a card into the hopper or the bin.
    case loaded
    /// A card went from one place to another.
    case moved
    /// The bin's counter went on; the detail is its new value.
    case counted
    case motionBegan, motionEnded
    case taken
    /// The student left without the card.
    case walkedAway
    case removedByStaff
    case faultStruck
    case blocked, freed
    case plugPulled, plugPut
    case powerCut, powerOn
    /// The student's mood, a sensor's fault, a card's stock or a fault to come was set from outside.
    case personSet, sensorSet, stockSet, faultPlanned
    /// A chip saw a command; the detail is its instruction byte and the fate of the answer.
    case exchanged
}
