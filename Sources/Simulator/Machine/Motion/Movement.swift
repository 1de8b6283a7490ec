/// A motion that is going on: the legs still to run, and when the present one ends.
package struct Movement: Hashable, Sendable, Codable {
    package let motion: Motion
    package let initiator: Initiator
    package let startedAt: Duration
    /// The legs still to run, the present one first; empty while the motors only spin.
    package internal(set) var legs: [Leg]
    /// When the present leg, or the spinning, began.
    package internal(set) var legStartedAt: Duration
    /// When the present leg, or the spinning, ends.
    package internal(set) var legEndsAt: Duration
    /// What the motion comes to when its legs are through.
    var outcome: MotionOutcome
}

/// A card's way from one place to the next.
package struct Leg: Hashable, Sendable, Codable {
    package let card: CardSerial
    package let from: Place
    package let to: Place
}
