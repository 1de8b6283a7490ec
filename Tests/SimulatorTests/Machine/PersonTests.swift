import Simulator
import Testing

@Suite("The student and the unit's own timer")
struct PersonTests {
    @Test("The student takes the card so long after it came to rest at the exit")
    func takesAfter() throws {
        var machine = try MachineFixture.machine(person: .takes(after: .seconds(4)))
        machine.run(.feedToExit)
        let shown = machine.now
        machine.advance(to: shown + .milliseconds(3999))
        #expect(machine.isShutterOpen)
        machine.advance(to: shown + .seconds(4))
        #expect(machine.place(of: CardSerial(1)) == .person)
        #expect(!machine.isShutterOpen)
        let taken = machine.takeRecord().last
        #expect(taken?.event == .taken)
        #expect(taken?.atMilliseconds == (shown + .seconds(4)).wholeMilliseconds)
    }

    @Test("Without a student the unit's own timer pulls the card into the bin, once, and counts it")
    func ownTimerRetracts() throws {
        var machine = try MachineFixture.machine(person: .absent, ownRetract: .seconds(20))
        machine.run(.feedToExit)
        machine.advance(to: machine.now + .seconds(19))
        #expect(machine.place(of: CardSerial(1)) == .station(.exit))
        machine.advance(to: machine.now + MachineFixture.anyMotion)
        #expect(machine.place(of: CardSerial(1)) == .bin)
        #expect(machine.binCounter == 1)
        #expect(machine.lastEnd?.initiator == .retractTimer)
        #expect(machine.nextInstant == nil)
    }

    @Test("The own timer tries a full bin once and gives up")
    func ownTimerAtFullBin() throws {
        var machine = try MachineFixture.machine(person: .absent, ownRetract: .seconds(20))
        machine.run(.feedToExit)
        try machine.fillBin(with: (100..<110).map { MachineFixture.card($0, stock: .scrap) })
        machine.advance(to: machine.now + .seconds(600))
        #expect(machine.place(of: CardSerial(1)) == .station(.exit))
        #expect(machine.lastEnd?.outcome == .binFull)
    }

    @Test("A card can be taken only where it stands at the exit", arguments: Station.allCases)
    func takenOnlyAtTheExit(station: Station) throws {
        var machine = try MachineFixture.machine(cardAt: station)
        if station == .exit {
            try machine.takeCard()
            #expect(machine.place(of: CardSerial(1)) == .person)
        } else {
            #expect(throws: MachineRefusal.self) { try machine.takeCard() }
            #expect(throws: MachineRefusal.self) { try machine.leaveCard() }
        }
    }

    @Test("A card at the exit can be taken without power")
    func takenWithoutPower() throws {
        var machine = try MachineFixture.machine(person: .takes(after: .seconds(4)))
        machine.run(.feedToExit)
        machine.cutPower()
        machine.advance(to: machine.now + .seconds(5))
        #expect(machine.place(of: CardSerial(1)) == .person)
    }

    @Test("Who walks away from the card does not take it later")
    func walksAway() throws {
        var machine = try MachineFixture.machine(person: .takes(after: .seconds(4)))
        machine.run(.feedToExit)
        try machine.leaveCard()
        machine.advance(to: machine.now + .seconds(600))
        #expect(machine.place(of: CardSerial(1)) == .station(.exit))
    }

    @Test("A taken card can be laid on the counter reader and lifted again")
    func tapsAndLifts() throws {
        var machine = try MachineFixture.machine(cardAt: .exit)
        #expect(throws: MachineRefusal.self) { try machine.tapCard() }
        try machine.takeCard()
        try machine.tapCard()
        #expect(machine.cards(over: .counter).map(\.serial) == [CardSerial(1)])
        #expect(throws: MachineRefusal.self) { try machine.tapCard() }
        try machine.liftCard()
        #expect(machine.place(of: CardSerial(1)) == .person)
        #expect(throws: MachineRefusal.self) { try machine.liftCard() }
    }
}
