extension Machine {
    /// Does what a command says.
    /// - Returns: one sentence that says what is so now.
    package mutating func obey(
        _ command: MachineCommand, mint: inout CardMint
    ) throws(MachineRefusal) -> String {
        switch command {
        case .jam(let stage): return jam(stage)
        case .unjam: return try unjam()
        case .clearPath: return try clearPathCounted()
        case .load(let count): return try load(count, mint: &mint)
        case .emptyHopper: return try emptyHopperCounted()
        case .fillBin: return try fillBinCounted(mint: &mint)
        case .emptyBin: return try emptyBinCounted()
        case .pull(let plug): return try turn(plug, in: false)
        case .plug(let plug): return try turn(plug, in: true)
        case .takeCard, .leaveCard, .tapCard, .liftCard, .person: return try obeyPerson(command)
        case .nextBlank(let stock):
            try setNextBlank(stock)
            return "the next card to be fed is \(stock.rawValue)"
        case .sensor(let sensor, let state):
            stick(sensor, at: state.stuckValue)
            return "sensor \(sensor.rawValue) is \(state.rawValue)"
        case .fault(let kind):
            arm(kind)
            return "\(kind.rawValue) strikes on the next \(kind.occasion.rawValue)"
        case .powerCut, .powerOn: return try obeyPower(command)
        case .state: return "the machine's state follows"
        }
    }

    private mutating func obeyPerson(_ command: MachineCommand) throws(MachineRefusal) -> String {
        if case .takeCard = command {
            try takeCard()
            return "the student has the card"
        }
        if case .leaveCard = command {
            try leaveCard()
            return "the student left; the card stands at the exit"
        }
        if case .tapCard = command {
            try tapCard()
            return "the card lies on the counter reader"
        }
        if case .liftCard = command {
            try liftCard()
            return "the student has the card again"
        }
        guard case .person(let behaviour) = command else {
            preconditionFailure("only a student's commands come here")
        }
        setPerson(behaviour)
        switch behaviour {
        case .takes(let after): return "the student takes a card after \(after)"
        case .manual: return "the student waits to be told: take-card or leave-card"
        case .absent: return "nobody stands before the machine"
        }
    }

    private mutating func obeyPower(_ command: MachineCommand) throws(MachineRefusal) -> String {
        if case .powerCut = command {
            guard isPowered else {
                throw MachineRefusal("the power is off already", remedy: "restore it: power-on")
            }
            cutPower()
            return "the power is off; every card stays where it is"
        }
        guard !isPowered else {
            throw MachineRefusal("the power is on already", remedy: "cut it first: power-cut")
        }
        restorePower()
        return "the power is on; the dispenser waits to be initialised"
    }

    private mutating func jam(_ stage: JamStage?) -> String {
        guard let stage else {
            for station in Station.allCases { block(station) }
            return "the belt is blocked everywhere"
        }
        block(stage.station)
        return "the belt is blocked at \(stage.station.rawValue)"
    }

    private mutating func unjam() throws(MachineRefusal) -> String {
        guard !blocked.isEmpty else {
            throw MachineRefusal("the belt is free already", remedy: "block it first: jam")
        }
        freeBelt()
        return "the belt is free; cards stay where they are"
    }

    private mutating func clearPathCounted() throws(MachineRefusal) -> String {
        let count = stations.count
        try clearPath()
        return "\(count) cards taken out of the path"
    }

    private mutating func load(_ count: Int, mint: inout CardMint) throws(MachineRefusal) -> String
    {
        try requireRoomInHopper(for: count)
        try load(mint.cards(count, of: .blank))
        return "\(count) blanks loaded, \(hopper.count) in the hopper"
    }

    private mutating func emptyHopperCounted() throws(MachineRefusal) -> String {
        let count = hopper.count
        try emptyHopper()
        return "\(count) blanks taken out of the hopper"
    }

    private mutating func fillBinCounted(mint: inout CardMint) throws(MachineRefusal) -> String {
        let missing = profile.binCapacity - bin.count
        guard missing > 0 else {
            throw MachineRefusal("the bin is full already", remedy: "empty it: empty-bin")
        }
        try fillBin(with: mint.cards(missing, of: .scrap))
        return "\(missing) pieces of scrap put into the bin; it is full"
    }

    private mutating func emptyBinCounted() throws(MachineRefusal) -> String {
        let count = bin.count
        try emptyBin()
        return "\(count) cards taken out of the bin; the unit's counter still says \(binCounter)"
    }

    private mutating func turn(_ plug: Plug, in isIn: Bool) throws(MachineRefusal) -> String {
        guard plugged.contains(plug) != isIn else {
            throw MachineRefusal(
                "the \(plug.rawValue)'s plug is \(isIn ? "in" : "out") already",
                remedy: isIn ? "pull it first: pull \(plug)" : "put it in first: plug \(plug)")
        }
        setPlug(plug, in: isIn)
        return "the \(plug.rawValue)'s plug is \(isIn ? "in" : "out")"
    }
}
