/// The motors, sensors and counter behind a dispenser's controller: the machine's physics as the
/// controller's firmware can tell it. The frame protocol in front of it is another concept.
///
/// Conforming types must not call back into the device model.
package protocol DispenserMechanism: AnyObject, Sendable {
    /// Starts a motion. False when it is not accepted: no power, or something moves.
    func begin(_ motion: Motion, now: Duration) -> Bool

    /// Stops the motors where the card is.
    func stop(now: Duration)

    /// What the firmware knows at this moment.
    func reading(now: Duration) -> MechanismReading

    /// Switches the counting of cards that drop into the bin on or off.
    func setCounting(_ isOn: Bool, now: Duration)

    /// Sets the bin counter, 0…999.
    func setBinCounter(_ count: Int, now: Duration)

    /// When something will change by itself, or nil.
    func nextInstant(now: Duration) -> Duration?
}

/// One look at a dispenser's mechanism.
package struct MechanismReading: Hashable, Sendable {
    package let isPowered: Bool
    /// How often power came on: each time the firmware forgets that it was initialised.
    package let powerCycles: Int
    /// What moves now; nil while nothing does.
    package let movingMotion: Motion?
    /// How the last motion ended; nil when none did since power came on.
    package let lastEnd: MotionEnd?
    package let lit: LitSensors
    /// Cards dropped into the bin, modulo 1000.
    package let binCounter: Int
    /// How long the self-test of an initialising command takes.
    package let initialiseTime: Duration

    package init(
        isPowered: Bool, powerCycles: Int, movingMotion: Motion?, lastEnd: MotionEnd?,
        lit: LitSensors, binCounter: Int, initialiseTime: Duration
    ) {
        self.isPowered = isPowered
        self.powerCycles = powerCycles
        self.movingMotion = movingMotion
        self.lastEnd = lastEnd
        self.lit = lit
        self.binCounter = binCounter
        self.initialiseTime = initialiseTime
    }

    package var isMoving: Bool { movingMotion != nil }
}
