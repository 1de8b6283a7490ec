/// What a hand, a technician or an accident can do to the machine from outside. The control socket, the page's buttons
/// and scenario files all speak these.
package enum MachineCommand: Hashable, Sendable {
    /// Blocks the belt: at one stage, or everywhere (nil).
    case jam(JamStage?)
    case unjam
    case clearPath
    case load(Int)
    case emptyHopper
    case fillBin
    case emptyBin
    case pull(Plug)
    case plug(Plug)
    case takeCard
    case leaveCard
    case tapCard
    case liftCard
    case person(PersonBehaviour)
    case nextBlank(CardStock)
    case sensor(Sensor, SensorState)
    /// Plans a fault for the next occasion of its kind.
    case fault(MachineFaultKind)
    case powerCut
    case powerOn
    case state
}

/// The stages at which a command can block the belt, by what the card is being brought to.
package enum JamStage: String, Hashable, Sendable, CaseIterable {
    case feed, toRead, toExit, toBin

    /// The station that is blocked for it.
    package var station: Station {
        switch self {
        case .feed: .throat
        case .toRead: .path
        case .toExit: .exitPath
        case .toBin: .binMouth
        }
    }
}

/// What a command makes of a sensor.
package enum SensorState: String, Hashable, Sendable, CaseIterable {
    case on, off
    /// It sees again what is there.
    case free

    var stuckValue: Bool? {
        switch self {
        case .on: true
        case .off: false
        case .free: nil
        }
    }
}

/// The words of the commands, each with its arguments and what it does: for help texts and refusals.
package enum MachineCommandName: String, Hashable, Sendable, CaseIterable {
    case jam, unjam
    case clearPath = "clear-path"
    case load
    case emptyHopper = "empty-hopper"
    case fillBin = "fill-bin"
    case emptyBin = "empty-bin"
    case pull, plug
    case takeCard = "take-card"
    case leaveCard = "leave-card"
    case tapCard = "tap-card"
    case liftCard = "lift-card"
    case person
    case nextBlank = "next-blank"
    case sensor, fault
    case powerCut = "power-cut"
    case powerOn = "power-on"
    case state
}
