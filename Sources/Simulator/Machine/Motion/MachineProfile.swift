/// The measures of one simulated machine: what it holds and how long its motors take.
package struct MachineProfile: Hashable, Sendable, Codable {
    package var hopperCapacity = 300
    /// Below this many blanks the hopper's low sensor lights.
    package var hopperLowMark = 20
    package var binCapacity = 50
    package var motors = MotorTimes()
    /// The unit's own timer that pulls an untaken card into the bin; nil when it has none.
    package var ownRetractAfter: Duration? = .seconds(60)

    package init() {}
}

/// How long each kind of movement lasts. True durations are those of a desk-size dispenser, 2.1 s
/// from hopper to reader.
package struct MotorTimes: Hashable, Sendable, Codable {
    /// Drawing one card out of the stack.
    package var pick: Duration = .milliseconds(900)
    /// From one station to the next.
    package var leg: Duration = .milliseconds(600)
    /// Off the flap and down into the bin.
    package var drop: Duration = .milliseconds(500)
    /// How long the motors turn before the firmware gives up.
    package var spin: Duration = .seconds(3)
    /// The unit's self-test after an initialising command.
    package var initialise: Duration = .seconds(2)

    package init() {}

    /// The same motors, `factor` times as fast.
    package func sped(by factor: Int) -> MotorTimes {
        precondition(factor >= 1, "motors run at their true speed or faster")
        var times = self
        times.pick = pick / factor
        times.leg = leg / factor
        times.drop = drop / factor
        times.spin = spin / factor
        times.initialise = initialise / factor
        return times
    }

    func duration(of leg: Leg) -> Duration {
        if leg.from == .hopper { return pick }
        if leg.to == .bin { return drop }
        return self.leg
    }
}
