import Simulator
import Testing

/// One row: where card 1 stands, what is asked, and what must come of it.
struct MotionRow: CustomTestStringConvertible, Sendable {
    let start: Station?
    let motion: Motion
    let outcome: MotionOutcome
    let place: Place

    init(_ start: Station?, _ motion: Motion, _ outcome: MotionOutcome, _ place: Place) {
        self.start = start
        self.motion = motion
        self.outcome = outcome
        self.place = place
    }

    var testDescription: String { "\(start?.rawValue ?? "empty path") \(motion.rawValue)" }
}

@Suite("Each motion from each starting position")
struct MotionTableTests {
    static let rows: [MotionRow] =
        [
            MotionRow(nil, .toReadPosition, .done, .station(.readPosition)),
            MotionRow(nil, .feedToExit, .done, .station(.exit)),
            MotionRow(nil, .toExit, .noCard, .hopper),
            MotionRow(nil, .toBin, .noCard, .hopper),
            MotionRow(nil, .eject, .noCard, .hopper),
        ]
        + Station.allCases.flatMap { start in
            [
                MotionRow(start, .toReadPosition, .done, .station(.readPosition)),
                MotionRow(start, .feedToExit, .done, .station(.exit)),
                MotionRow(start, .toExit, .done, .station(.exit)),
                MotionRow(start, .toBin, .done, .bin),
                MotionRow(start, .eject, .done, .person),
            ]
        }

    @Test("The table has a row for every pair")
    func tableIsComplete() {
        #expect(Self.rows.count == (Station.allCases.count + 1) * Motion.allCases.count)
    }

    @Test("A motion brings the card to its goal, or refuses an empty path", arguments: rows)
    func motionEndsAsTheTableSays(row: MotionRow) throws {
        var machine = try MachineFixture.machine(cardAt: row.start)
        let outcome1 = machine.run(row.motion)
        #expect(outcome1 == row.outcome)
        #expect(machine.place(of: CardSerial(1)) == row.place)
        #expect(machine.place(of: CardSerial(2)) == .hopper)
    }

    @Test("No motor starts without power or while another motion runs", arguments: Motion.allCases)
    func busyOrDeadRefuses(motion: Motion) throws {
        var busy = try MachineFixture.machine()
        busy.begin(.toReadPosition)
        let accepted5 = busy.begin(motion)
        #expect(!accepted5)
        var dead = try MachineFixture.machine(cardAt: .readPosition)
        dead.cutPower()
        let accepted6 = dead.begin(motion)
        #expect(!accepted6)
    }

    @Test("A blocked station stops the card there", arguments: Station.allCases)
    func blockedStationJams(station: Station) throws {
        var machine = try MachineFixture.machine()
        machine.block(station)
        let motions: [Motion] = [.toReadPosition, .toExit, .toBin]
        let outcomes = motions.compactMap { machine.run($0) }
        #expect(outcomes.contains(.jam))
        #expect(machine.place(of: CardSerial(1)) == .station(station))
        machine.freeBelt()
        let outcome2 = machine.run(.toBin)
        #expect(outcome2 == .done)
    }

    @Test("An empty hopper and a full bin are told before any motor turns")
    func unitsAtTheirLimits() throws {
        var empty = try MachineFixture.machine(blanks: 0)
        let outcome3 = empty.run(.toReadPosition)
        #expect(outcome3 == .hopperEmpty)
        #expect(empty.now == .zero)
        var full = try MachineFixture.machine(cardAt: .readPosition)
        let before = full.now
        try full.fillBin(with: (100..<110).map { MachineFixture.card($0, stock: .scrap) })
        let outcome4 = full.run(.toBin)
        #expect(outcome4 == .binFull)
        #expect(full.now == before)
        #expect(full.place(of: CardSerial(1)) == .station(.readPosition))
    }

    @Test("The bin's counter goes on by one for each dropped card and wraps after 999")
    func binCounterWraps() throws {
        var machine = try MachineFixture.machine(cardAt: .readPosition)
        machine.setBinCounter(999)
        machine.run(.toBin)
        #expect(machine.binCounter == 0)
    }

    @Test("Motors at a hundredth take a hundredth of the time")
    func motorScale() {
        let slow = MotorTimes()
        let fast = slow.sped(by: 100)
        #expect(fast.leg * 100 == slow.leg)
        #expect(fast.pick * 100 == slow.pick)
        #expect(fast.initialise * 100 == slow.initialise)
    }
}
