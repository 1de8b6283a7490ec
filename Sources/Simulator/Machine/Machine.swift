/// The physical machine: cards, motors, sensors, plugs, power and the student in front, as one
/// value.
///
/// Time comes in through `advance(to:)` only; between two instants everything that was due happens
/// in its order, so the same commands at the same instants give the same machine. A card is in
/// exactly one place. What really happens is recorded and handed out by `takeRecord()`.
package struct Machine: Hashable, Sendable, Codable {
    package private(set) var profile: MachineProfile
    /// The machine's own clock: it starts at zero when the machine is made and stands still while
    /// nobody runs it.
    package internal(set) var now: Duration = .zero
    package internal(set) var cards: [Int: PhysicalCard] = [:]
    /// The stack of blanks, the next one to be fed first.
    package internal(set) var hopper: [CardSerial] = []
    package internal(set) var stations: [Station: CardSerial] = [:]
    /// A stranger's card that somebody pushed in before the one at the exit.
    package internal(set) var inSlot: CardSerial?
    /// When its owner takes it back; nil while a card stands behind it.
    var slotClearsAt: Duration?
    /// The cards in the bin, the last one on top.
    package internal(set) var bin: [CardSerial] = []
    package internal(set) var withPerson: [CardSerial] = []
    package internal(set) var withStaff: [CardSerial] = []
    package internal(set) var onCounter: CardSerial?
    /// The unit's count of cards dropped into the bin, modulo 1000. It survives a loss of power.
    package internal(set) var binCounter = 0
    /// Whether dropped cards are counted: the unit's initialising commands switch it.
    package internal(set) var isCounting = true
    package internal(set) var isPowered = true
    /// How often power came on; a unit must be initialised after each.
    package internal(set) var powerCycles = 1
    package internal(set) var plugged: Set<Plug> = Set(Plug.allCases)
    /// Stations at which the belt is blocked.
    package internal(set) var blocked: Set<Station> = []
    /// Sensors that report the same whatever happens, and what they report.
    package internal(set) var stuck: [Sensor: Bool] = [:]
    package internal(set) var moving: Movement?
    package internal(set) var lastEnd: MotionEnd?
    /// Since when a card has stood still at the exit.
    package internal(set) var exitSince: Duration?
    package internal(set) var person: Person
    package internal(set) var faults: FaultPlan
    var record: [TruthEntry] = []
    var recorded = 0

    /// The bin counter's digits on the wire allow 000 to 999 (CRT-591, A5 30).
    static let binCounterModulus = 1000

    package init(
        profile: MachineProfile = MachineProfile(), person: Person, faults: FaultPlan = FaultPlan()
    ) {
        self.profile = profile
        self.person = person
        self.faults = faults
    }

    /// Gives the machine other measures. What moves now ends as it began.
    package mutating func refit(_ profile: MachineProfile) {
        self.profile = profile
    }

    /// Where a card is; nil for a serial that this machine never saw.
    package func place(of card: CardSerial) -> Place? {
        guard cards[card.number] != nil else { return nil }
        if hopper.contains(card) { return .hopper }
        if inSlot == card { return .slot }
        if bin.contains(card) { return .bin }
        if withPerson.contains(card) { return .person }
        if withStaff.contains(card) { return .staff }
        if onCounter == card { return .counter }
        guard let station = stations.first(where: { $0.value == card })?.key else {
            preconditionFailure("card \(card) is in the machine's books and in no place")
        }
        return .station(station)
    }

    /// Whether a device answers on the bus: it has power and its plug is in.
    package func isOnBus(_ plug: Plug) -> Bool {
        isPowered && plugged.contains(plug)
    }

    /// What a sensor reports now.
    package func isLit(_ sensor: Sensor) -> Bool {
        stuck[sensor] ?? sees(sensor)
    }

    /// The shutter is open exactly while a card stands still at the exit.
    package var isShutterOpen: Bool { exitSince != nil && moving == nil }

    /// The cards that lie in a reader's field, before any fault of the field.
    package func cards(over plug: Plug) -> [PhysicalCard] {
        let serial: CardSerial? =
            switch plug {
            case .reader: stations[.readPosition]
            case .counter: onCounter
            case .dispenser: stations[.readPosition]
            }
        return serial.flatMap { cards[$0.number] }.map { [$0] } ?? []
    }

    private func sees(_ sensor: Sensor) -> Bool {
        switch sensor {
        case .throat: stations[.throat] != nil
        case .path: stations[.path] != nil
        case .readPosition: stations[.readPosition] != nil
        case .exitPath: stations[.exitPath] != nil
        case .exit: stations[.exit] != nil || inSlot != nil
        case .binMouth: stations[.binMouth] != nil
        case .hopperLow: hopper.count < profile.hopperLowMark
        case .hopperOccupied: !hopper.isEmpty
        case .binFull: bin.count >= profile.binCapacity
        }
    }
}
