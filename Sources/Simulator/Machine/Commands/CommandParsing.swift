extension MachineCommand {
    /// How long a student takes to reach for the card unless told otherwise.
    package static let usualReach = Duration.seconds(4)
    /// The longest time that a student can be told to think, in seconds.
    package static let longestReach = 3600

    /// Reads a command from its words.
    package init(words: [String]) throws(MachineRefusal) {
        guard let first = words.first else {
            throw MachineRefusal("no command was given", remedy: Self.listOfNames)
        }
        guard let name = MachineCommandName(rawValue: first) else {
            throw MachineRefusal("there is no command \"\(first)\"", remedy: Self.listOfNames)
        }
        self = try Self.parse(name, arguments: Array(words.dropFirst()))
    }

    private static func parse(
        _ name: MachineCommandName, arguments: [String]
    ) throws(MachineRefusal) -> MachineCommand {
        switch name {
        case .jam:
            if arguments.isEmpty { return .jam(nil) }
            return .jam(try choice(JamStage.self, name, arguments))
        case .load: return .load(try count(name, arguments))
        case .pull: return .pull(try choice(Plug.self, name, arguments))
        case .plug: return .plug(try choice(Plug.self, name, arguments))
        case .person: return .person(try behaviour(arguments))
        case .nextBlank: return .nextBlank(try choice(CardStock.self, name, arguments))
        case .sensor: return try sensor(arguments)
        case .fault: return .fault(try fault(arguments))
        case .unjam, .clearPath, .emptyHopper, .fillBin, .emptyBin, .takeCard, .leaveCard,
            .tapCard, .liftCard, .powerCut, .powerOn, .state:
            guard arguments.isEmpty else { throw misused(name, arguments) }
            return plain(name)
        }
    }

    private static func plain(_ name: MachineCommandName) -> MachineCommand {
        switch name {
        case .unjam: .unjam
        case .clearPath: .clearPath
        case .emptyHopper: .emptyHopper
        case .fillBin: .fillBin
        case .emptyBin: .emptyBin
        case .takeCard: .takeCard
        case .leaveCard: .leaveCard
        case .tapCard: .tapCard
        case .liftCard: .liftCard
        case .powerCut: .powerCut
        case .powerOn: .powerOn
        case .state: .state
        case .jam, .load, .pull, .plug, .person, .nextBlank, .sensor, .fault:
            preconditionFailure("\(name.rawValue) takes arguments")
        }
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _: Choice.Type, _ name: MachineCommandName, _ arguments: [String]
    ) throws(MachineRefusal) -> Choice {
        guard arguments.count == 1, let choice = Choice(rawValue: arguments[0]) else {
            throw misused(name, arguments)
        }
        return choice
    }

    private static func count(
        _ name: MachineCommandName, _ arguments: [String]
    ) throws(MachineRefusal) -> Int {
        guard arguments.count == 1, let count = Int(arguments[0]), count > 0 else {
            throw misused(name, arguments)
        }
        return count
    }

    private static func behaviour(_ arguments: [String]) throws(MachineRefusal) -> PersonBehaviour {
        switch (arguments.first, arguments.count) {
        case ("manual", 1): return .manual
        case ("absent", 1): return .absent
        case ("auto", 1): return .takes(after: usualReach)
        case ("auto", 2):
            guard let seconds = Int(arguments[1]), (0...longestReach).contains(seconds) else {
                throw MachineRefusal(
                    "a student takes a card after 0 to \(longestReach) s, not \(arguments[1])",
                    remedy: MachineCommandName.person.usage)
            }
            return .takes(after: .seconds(seconds))
        case (_, _): throw misused(.person, arguments)
        }
    }

    private static func sensor(_ arguments: [String]) throws(MachineRefusal) -> MachineCommand {
        guard arguments.count == 2, let state = SensorState(rawValue: arguments[1]) else {
            throw misused(.sensor, arguments)
        }
        guard let sensor = Sensor(rawValue: arguments[0]) else {
            throw MachineRefusal(
                "there is no sensor \"\(arguments[0])\"",
                remedy: "sensors are \(MachineCommandName.choices(Sensor.self))")
        }
        return .sensor(sensor, state)
    }

    private static func fault(_ arguments: [String]) throws(MachineRefusal) -> MachineFaultKind {
        let sticking: Set<MachineFaultKind> = [.sensorStuckOn, .sensorStuckOff]
        let kinds = MachineFaultKind.allCases.filter { !sticking.contains($0) }
        guard let kind = kinds.first(where: { [$0.rawValue] == arguments }) else {
            throw MachineRefusal(
                "fault needs the kind of one, not \"\(arguments.joined(separator: " "))\"",
                remedy: "kinds are \(kinds.map(\.rawValue).joined(separator: ", "));"
                    + " for a stuck sensor: \(MachineCommandName.sensor.usage)")
        }
        return kind
    }

    private static func misused(_ name: MachineCommandName, _ arguments: [String]) -> MachineRefusal
    {
        let given = ([name.rawValue] + arguments).joined(separator: " ")
        return MachineRefusal("cannot read \"\(given)\"", remedy: "write: \(name.usage)")
    }

    private static var listOfNames: String {
        "commands are \(MachineCommandName.allCases.map(\.rawValue).joined(separator: ", "))"
    }
}
