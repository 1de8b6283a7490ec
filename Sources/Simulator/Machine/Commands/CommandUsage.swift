extension MachineCommandName {
    /// The command with its arguments, as one types it.
    package var usage: String {
        switch self {
        case .jam: "jam [\(Self.choices(JamStage.self))]"
        case .load: "load N"
        case .pull: "pull \(Self.choices(Plug.self))"
        case .plug: "plug \(Self.choices(Plug.self))"
        case .person: "person auto [SECONDS]|manual|absent"
        case .nextBlank: "next-blank \(Self.choices(CardStock.self))"
        case .sensor: "sensor NAME \(Self.choices(SensorState.self))"
        case .fault: "fault KIND"
        case .unjam, .clearPath, .emptyHopper, .fillBin, .emptyBin, .takeCard, .leaveCard,
            .tapCard, .liftCard, .powerCut, .powerOn, .state:
            rawValue
        }
    }

    /// One line of what it does.
    package var purpose: String {
        switch self {
        case .jam: "Block the belt at a stage, or everywhere; the next card to come there sticks."
        case .unjam: "Free the belt. Cards stay where they are."
        case .clearPath: "Take every card out of the path by hand, as staff."
        case .load: "Put N new blanks on the stack."
        case .emptyHopper: "Take every blank out of the hopper."
        case .fillBin: "Stuff the bin with scrap until its full mark lights."
        case .emptyBin: "Take every card out of the bin."
        case .pull: "Pull a USB plug. The device leaves the bus at once."
        case .plug: "Put a USB plug in again."
        case .takeCard: "The student takes the card that stands at the exit."
        case .leaveCard: "The student walks away from the card at the exit."
        case .tapCard: "The student lays the card taken last on the counter reader."
        case .liftCard: "The student lifts the card off the counter reader."
        case .person: "What the student does by himself about a card at the exit (auto: after 4 s)."
        case .nextBlank: "Decide what the card is that will be fed next."
        case .sensor: "Make a sensor stick on or off, or see again (free)."
        case .fault: "Plan a fault for the next occasion of its kind; `fault list` names them."
        case .powerCut: "All power fails at once; cards stay where they are."
        case .powerOn: "Power comes back; devices appear, the dispenser is not reset."
        case .state: "Print the machine's whole inside as JSON."
        }
    }

    static func choices<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) -> String {
        Choice.allCases.map(\.rawValue).joined(separator: "|")
    }
}
