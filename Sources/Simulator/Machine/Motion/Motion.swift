/// What a unit's firmware can be told to do with its motors.
package enum Motion: String, Hashable, Sendable, Codable, CaseIterable {
    /// Brings the card in the path to the read position; with an empty path, feeds one from the
    /// hopper.
    case toReadPosition
    /// Feeds one card from the hopper straight to the exit.
    case feedToExit
    /// Brings the card in the path to the exit and holds it there.
    case toExit
    /// Brings every card in the path to the bin.
    case toBin
    /// Drives the card in the path out through the shutter; it drops into the tray in front.
    case eject
}

/// Who set the motors going.
package enum Initiator: String, Hashable, Sendable, Codable, CaseIterable {
    case host
    /// The unit's own timer for a card that nobody takes.
    case retractTimer
}

/// How a motion ended, as the unit's firmware can tell by its sensors.
package enum MotionOutcome: String, Hashable, Sendable, Codable, CaseIterable {
    case done
    /// The motor ran and a card stands where it should not.
    case jam
    case hopperEmpty
    /// The rollers turned and no card came.
    case nothingFed
    case binFull
    /// No card in the path that could be moved.
    case noCard
    /// A sensor contradicts the motion.
    case sensorFault
    /// A hand pulled the card while it moved.
    case movedByHand
    /// The host stopped the motor.
    case stopped
}

/// A motion that ended, and when.
package struct MotionEnd: Hashable, Sendable, Codable {
    package let motion: Motion
    package let initiator: Initiator
    package let outcome: MotionOutcome
    package let at: Duration
}
