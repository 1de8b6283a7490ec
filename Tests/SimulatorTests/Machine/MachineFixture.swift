import CampusCard
import Simulator

/// Builds machines in named starting positions by real actions only.
enum MachineFixture {
    /// Longer than any single motion of a machine at true speed.
    static let anyMotion = Duration.seconds(60)

    static func card(_ number: Int, stock: CardStock = .blank) -> PhysicalCard {
        let bytes: [UInt8] = [4, 0x51, 0, 0, 0, UInt8(number / 256), UInt8(number % 256)]
        guard let uid = CardUID(bytes) else { preconditionFailure("seven bytes are a UID") }
        return PhysicalCard(serial: CardSerial(number), uid: uid, stock: stock)
    }

    /// A machine without its own retract timer, so that motions end by themselves only.
    static func machine(
        blanks: Int = 5, person: PersonBehaviour = .manual, faults: [PlannedFault] = [],
        ownRetract: Duration? = nil
    ) throws -> Machine {
        var profile = MachineProfile()
        profile.ownRetractAfter = ownRetract
        profile.binCapacity = 4
        profile.hopperCapacity = 40
        profile.hopperLowMark = 3
        var machine = Machine(
            profile: profile, person: Person(person), faults: FaultPlan(faults))
        if blanks > 0 { try machine.load((1...blanks).map { card($0) }) }
        return machine
    }

    /// A machine whose card 1 stands at a station, or nowhere in the path.
    static func machine(cardAt station: Station?) throws -> Machine {
        var machine = try machine()
        guard let station else { return machine }
        switch station {
        case .throat: stopFeed(&machine, at: .throat)
        case .path: stopFeed(&machine, at: .path)
        case .readPosition: machine.run(.toReadPosition)
        case .exit: machine.run(.feedToExit)
        case .exitPath:
            machine.block(.exitPath)
            machine.run(.feedToExit)
            machine.freeBelt()
        case .binMouth:
            machine.run(.toReadPosition)
            machine.block(.binMouth)
            machine.run(.toBin)
            machine.freeBelt()
        }
        return machine
    }

    private static func stopFeed(_ machine: inout Machine, at station: Station) {
        machine.block(station)
        machine.run(.toReadPosition)
        machine.freeBelt()
    }
}

extension Machine {
    /// Runs one motion to its end.
    /// - Returns: how it ended; nil when it was not accepted.
    @discardableResult
    mutating func run(_ motion: Motion) -> MotionOutcome? {
        guard begin(motion) else { return nil }
        while let movement = moving { advance(to: movement.legEndsAt) }
        return lastEnd?.outcome
    }

    /// The places of all cards by serial number.
    var whereabouts: [Int: Place] {
        cards.compactMapValues { place(of: $0.serial) }
    }

    /// How many cards all places hold together, counted place by place.
    var countedByPlaces: Int {
        hopper.count + stations.count + bin.count + withPerson.count + withStaff.count
            + (onCounter == nil ? 0 : 1)
    }
}
