extension MachineView {
    /// The number of cards drawn in the student's hand at most, the last ones taken.
    private static let handLimit = 3

    package init(_ machine: Machine) {
        now = machine.now.wholeMilliseconds
        power = machine.isPowered
        plugs = Dictionary(
            uniqueKeysWithValues: Plug.allCases.map { ($0.rawValue, machine.plugged.contains($0)) })
        hopper = UnitView(
            count: machine.hopper.count, capacity: machine.profile.hopperCapacity)
        bin = UnitView(count: machine.bin.count, capacity: machine.profile.binCapacity)
        binCounter = machine.binCounter
        cards = Self.visibleCards(of: machine)
        sensors = Dictionary(
            uniqueKeysWithValues: Sensor.allCases.map {
                let view = SensorView(lit: machine.isLit($0), stuck: machine.stuck[$0] != nil)
                return ($0.rawValue, view)
            })
        blocked = machine.blocked.map(\.rawValue).sorted()
        movement = machine.moving.map(MovementView.init)
        lastMotion = machine.lastEnd.map {
            LastMotionView(motion: $0.motion, initiator: $0.initiator, outcome: $0.outcome)
        }
        shutterOpen = machine.isShutterOpen
        person = PersonView(machine.person)
        nextBlank = machine.hopper.first.flatMap { machine.cards[$0.number]?.stock }
        plannedFaults = machine.faults.pending.map(\.kind.rawValue)
        withPerson = machine.withPerson.count
        withStaff = machine.withStaff.count
    }

    private static func visibleCards(of machine: Machine) -> [CardView] {
        var places: [(CardSerial, Place)] = Station.allCases.compactMap { station in
            machine.stations[station].map { ($0, .station(station)) }
        }
        if let card = machine.onCounter { places.append((card, .counter)) }
        places += machine.withPerson.suffix(handLimit).map { ($0, .person) }
        return places.compactMap { serial, place in
            machine.cards[serial.number].map {
                CardView(serial: serial.number, uid: $0.uid, stock: $0.stock, place: place)
            }
        }
    }
}

extension MovementView {
    init(_ movement: Movement) {
        motion = movement.motion
        initiator = movement.initiator
        card = movement.legs.first?.card.number
        from = movement.legs.first?.from
        to = movement.legs.first?.to
        legStartedAt = movement.legStartedAt.wholeMilliseconds
        legEndsAt = movement.legEndsAt.wholeMilliseconds
    }
}

extension PersonView {
    init(_ person: Person) {
        behaviour = person.behaviour.name
        switch person.behaviour {
        case .takes(let after): takesAfter = after.wholeMilliseconds
        case .manual, .absent: takesAfter = nil
        }
        takesAt = person.takesAt?.wholeMilliseconds
    }
}
