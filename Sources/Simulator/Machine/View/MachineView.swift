package import CampusCard

/// The machine's whole inside at one moment, for people: the page draws it and `ctl state` prints
/// it. Instants and durations are milliseconds of the machine's clock.
package struct MachineView: Hashable, Sendable, Codable {
    package let now: Int64
    package let power: Bool
    package let plugs: [String: Bool]
    package let hopper: UnitView
    package let bin: UnitView
    package let binCounter: Int
    /// The cards that one can see: in the path, at the exit, on the counter reader, in the hand.
    package let cards: [CardView]
    package let sensors: [String: SensorView]
    /// The stations at which the belt is blocked.
    package let blocked: [String]
    package let movement: MovementView?
    package let lastMotion: LastMotionView?
    package let shutterOpen: Bool
    package let person: PersonView
    /// What the card is that will be fed next; nil when the hopper is empty.
    package let nextBlank: CardStock?
    package let plannedFaults: [String]
    package let withPerson: Int
    package let withStaff: Int
}

/// A hopper or a bin: how many cards lie in it, and how many can.
package struct UnitView: Hashable, Sendable, Codable {
    package let count: Int
    package let capacity: Int
}

/// A card as the page draws it.
package struct CardView: Hashable, Sendable, Codable {
    package let serial: Int
    package let uid: CardUID
    package let stock: CardStock
    package let place: Place
}

/// A sensor as the page draws it.
package struct SensorView: Hashable, Sendable, Codable {
    package let lit: Bool
    /// It reports the same whatever happens.
    package let stuck: Bool
}

/// A motion that is going on.
package struct MovementView: Hashable, Sendable, Codable {
    package let motion: Motion
    package let initiator: Initiator
    /// The card that moves now; nil while the motors only turn.
    package let card: Int?
    package let from: Place?
    package let to: Place?
    package let legStartedAt: Int64
    package let legEndsAt: Int64
}

/// How the last motion ended, for the page.
package struct LastMotionView: Hashable, Sendable, Codable {
    package let motion: Motion
    package let initiator: Initiator
    package let outcome: MotionOutcome
}

/// The student as the page draws them.
package struct PersonView: Hashable, Sendable, Codable {
    /// auto, manual or absent.
    package let behaviour: String
    /// How long an automatic student waits before taking a card.
    package let takesAfter: Int64?
    /// When the card at the exit will be taken.
    package let takesAt: Int64?
}
