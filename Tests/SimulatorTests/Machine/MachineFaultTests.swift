import Simulator
import Testing

/// One planned fault, the motions that meet it, and the truth afterwards.
struct FaultRow: CustomTestStringConvertible, Sendable {
    let kind: MachineFaultKind
    var sensor: Sensor?
    let motions: [Motion]
    let outcome: MotionOutcome?
    let card: Place

    var testDescription: String { "\(kind.rawValue) \(sensor?.rawValue ?? "")" }
    var fault: PlannedFault { PlannedFault(kind, sensor: sensor) }
}

@Suite("Planned faults of the machine")
struct MachineFaultTests {
    static let motionRows: [FaultRow] = [
        FaultRow(
            kind: .jamOnFeed, motions: [.toReadPosition], outcome: .jam, card: .station(.throat)),
        FaultRow(
            kind: .jamToReadPosition, motions: [.toReadPosition], outcome: .jam,
            card: .station(.path)),
        FaultRow(
            kind: .jamToExit, motions: [.toReadPosition, .toExit], outcome: .jam,
            card: .station(.exitPath)),
        FaultRow(
            kind: .jamToBin, motions: [.toReadPosition, .toBin], outcome: .jam,
            card: .station(.binMouth)),
        FaultRow(
            kind: .doubleFeed, motions: [.toReadPosition], outcome: .done,
            card: .station(.readPosition)),
        FaultRow(
            kind: .emptyFeed, motions: [.toReadPosition], outcome: .nothingFed, card: .hopper),
        FaultRow(
            kind: .sensorStuckOn, sensor: .exit, motions: [.toReadPosition],
            outcome: .sensorFault, card: .hopper),
        FaultRow(
            kind: .sensorStuckOff, sensor: .readPosition, motions: [.toReadPosition],
            outcome: .sensorFault, card: .station(.readPosition)),
        FaultRow(
            kind: .sensorStuckOff, sensor: .hopperOccupied, motions: [.toReadPosition],
            outcome: .hopperEmpty, card: .hopper),
        FaultRow(
            kind: .binFull, motions: [.toReadPosition, .toBin], outcome: .binFull,
            card: .station(.readPosition)),
        FaultRow(
            kind: .binCounterStill, motions: [.toReadPosition, .toBin], outcome: .done, card: .bin),
        FaultRow(
            kind: .badBlank, motions: [.toReadPosition], outcome: .done,
            card: .station(.readPosition)),
        FaultRow(
            kind: .foreignBlank, motions: [.toReadPosition], outcome: .done,
            card: .station(.readPosition)),
        FaultRow(
            kind: .usedBlank, motions: [.toReadPosition], outcome: .done,
            card: .station(.readPosition)),
        FaultRow(
            kind: .grabbedOnRetract, motions: [.feedToExit, .toBin], outcome: .movedByHand,
            card: .person),
        FaultRow(
            kind: .dispenserUnplugged, motions: [.toReadPosition], outcome: .done,
            card: .station(.readPosition)),
        FaultRow(
            kind: .powerCutInMotion, motions: [.toReadPosition], outcome: nil,
            card: .station(.throat)),
    ]

    static let exchangeRows: [(MachineFaultKind, Plug, ExchangeFate)] = [
        (.readerUnplugged, .reader, .deviceGone),
        (.counterUnplugged, .counter, .deviceGone),
        (.cardLeavesBeforeExchange, .reader, .cardLeftBefore),
        (.cardLeavesAfterExchange, .reader, .cardLeftAfter),
        (.powerCutAfterExchange, .reader, .powerFailedAfter),
    ]

    @Test("Every kind of fault has a row")
    func everyKindHasARow() {
        let covered = Set(Self.motionRows.map(\.kind)).union(Self.exchangeRows.map(\.0))
            .union([.weakMemory])
        #expect(covered == Set(MachineFaultKind.allCases))
    }

    @Test("A planned fault strikes once and leaves the card where it should", arguments: motionRows)
    func faultStrikes(row: FaultRow) throws {
        var machine = try MachineFixture.machine(faults: [row.fault])
        for motion in row.motions { machine.run(motion) }
        #expect(machine.faults.struck == [row.fault])
        #expect(machine.faults.pending.isEmpty)
        #expect(machine.lastEnd?.outcome == row.outcome)
        #expect(machine.place(of: CardSerial(1)) == row.card)
        let record = machine.takeRecord()
        #expect(record.contains { $0.event == .faultStruck })
    }

    @Test("A chip with weak memory keeps the planned commit inside wrong, and no other")
    func weakMemory() throws {
        var machine = try MachineFixture.machine(faults: [PlannedFault(.weakMemory, ordinal: 2)])
        let plugs: [Plug] = [.counter, .reader, .reader, .reader]
        let kept = plugs.map { machine.keepsCommitWrong(at: $0) }
        #expect(kept == [false, false, true, false])
    }

    @Test("A planned fault decides over one exchange with a card", arguments: exchangeRows)
    func exchangeFault(kind: MachineFaultKind, plug: Plug, fate: ExchangeFate) throws {
        var machine = try MachineFixture.machine(faults: [PlannedFault(kind, ordinal: 3)])
        let fates = (0..<3).map { _ in machine.fateOfExchange(at: plug) }
        #expect(fates == [.goesThrough, .goesThrough, fate])
        #expect(machine.faults.struck.map(\.kind) == [kind])
    }

    @Test("What each fault changes beside the card's place")
    func sideEffects() throws {
        var double = try MachineFixture.machine(faults: [PlannedFault(.doubleFeed)])
        double.run(.toReadPosition)
        #expect(double.place(of: CardSerial(2)) == .station(.path))
        #expect(double.isLit(.path))
        double.run(.toBin)
        #expect(double.binCounter == 2)

        var still = try MachineFixture.machine(faults: [PlannedFault(.binCounterStill)])
        still.run(.toReadPosition)
        still.run(.toBin)
        #expect(still.binCounter == 0)

        var unplugged = try MachineFixture.machine(faults: [PlannedFault(.dispenserUnplugged)])
        unplugged.run(.toReadPosition)
        #expect(!unplugged.isOnBus(.dispenser))
        #expect(unplugged.isOnBus(.reader))

        var bad = try MachineFixture.machine(faults: [PlannedFault(.badBlank, ordinal: 2)])
        bad.run(.toReadPosition)
        #expect(bad.cards(over: .reader).map(\.stock) == [.blank])
        bad.run(.toBin)
        bad.run(.toReadPosition)
        #expect(bad.cards(over: .reader).map(\.stock) == [.bad])
    }

    @Test("From every start, every fault and motion: no card is lost, and staff can mend it")
    func everyFaultFromEveryStart() throws {
        var runs = 0
        for start in [nil] + Station.allCases.map(Optional.some) {
            for kind in MachineFaultKind.allCases {
                for motion in Motion.allCases {
                    try endsMendable(start: start, kind: kind, motion: motion)
                    runs += 1
                }
            }
        }
        #expect(runs == 7 * MachineFaultKind.allCases.count * 5)
    }

    private func endsMendable(start: Station?, kind: MachineFaultKind, motion: Motion) throws {
        var machine = try MachineFixture.machine(cardAt: start)
        let needsSensor = kind == .sensorStuckOn || kind == .sensorStuckOff
        machine.arm(kind, sensor: needsSensor ? .readPosition : nil)
        machine.run(motion)
        try mend(&machine)
        machine.run(.toReadPosition)
        try mend(&machine)
        let outcome = machine.run(.toReadPosition)
        #expect(outcome == .done, "\(kind) in \(motion) from \(start?.rawValue ?? "nowhere")")
    }

    /// What staff would do after any fault: power, belt, sensors, plugs, path.
    private func mend(_ machine: inout Machine) throws {
        #expect(machine.countedByPlaces == machine.cards.count)
        machine.restorePower()
        machine.freeBelt()
        for sensor in Sensor.allCases { machine.stick(sensor, at: nil) }
        for plug in Plug.allCases { machine.setPlug(plug, in: true) }
        try machine.clearPath()
    }
}
