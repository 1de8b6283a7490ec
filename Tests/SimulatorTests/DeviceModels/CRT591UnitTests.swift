import DeviceProtocols
import Testing

@testable import Simulator

/// Goal: the simulated unit behaves on its line as the protocol says, power cuts and damage included. Method: packets
/// by hand against a unit over the machine's physics, at instants of the test's choice.
@Suite struct CRT591UnitTests {
    /// A unit with power, over a machine with three blanks.
    private struct Bench {
        let machine: RunningMachine
        let unit: CRT591Unit
        let faults = CRT591Faults()
        var now = Duration.zero

        init() throws {
            var contents = Machine(person: Person(.manual))
            var mint = CardMint(seed: 1)
            try contents.load(mint.cards(3, of: .blank))
            machine = RunningMachine(.init(machine: contents, mint: mint), auditor: { _ in })
            unit = CRT591Unit(firmware: .simulated, mechanism: machine, faults: faults)
        }

        mutating func say(_ bytes: [UInt8]) { unit.receive(bytes, now: now) }

        mutating func say(_ command: CRT591Command) { say(command.frame(address: 0).bytes) }

        /// Lets time pass, and takes what the unit says meanwhile.
        mutating func hear(_ time: Duration = .seconds(15)) -> [CRT591Event] {
            let end = now + time
            var line = CRT591Accumulator(address: 0)
            var events: [CRT591Event] = []
            while now < end {
                let bytes = unit.send(atMost: 32, now: now)
                events += line.receive(bytes)
                let next = unit.nextWake(now: now).map { max($0, now + .milliseconds(1)) } ?? end
                if bytes.isEmpty { now = min(end, next) }
            }
            return events
        }

        /// The answer to one command.
        mutating func ask(_ command: CRT591Command) throws -> CRT591Reply? {
            say(command)
            for case .frame(let frame) in hear() { return try CRT591Reply(frame, to: command) }
            return nil
        }

        mutating func obey(_ command: MachineCommand) throws {
            _ = try machine.obey(command, now: now)
        }

        var inside: Machine { machine.contents(now: now).machine }
    }

    private static let feed = CRT591Command(0x32, 0x32)
    private static let notReset = CRT591Reply.negative(CRT591Refusal(.notReset), data: [])

    private static func initialise(_ parameter: UInt8) -> CRT591Command {
        CRT591Command(0x30, parameter)
    }

    @Test("After power comes on, everything but INIT is refused with B0")
    func notReset() throws {
        var bench = try Bench()
        let commands: [CRT591Command] = [
            .status, .sensors, .disableEntry, .serialNumber, .configuration, .firmwareVersion,
            .readBinCounter, .setBinCounter(0), Self.feed, CRT591Command(0x60, 0x30),
        ]
        for command in commands { #expect(try bench.ask(command) == Self.notReset) }
        guard case .positive? = try bench.ask(Self.initialise(0x33)) else {
            Issue.record("INIT was refused")
            return
        }
        guard case .positive? = try bench.ask(.status) else {
            Issue.record("STATUS was refused")
            return
        }
    }

    @Test(
        "A unit whose power failed in mid-motion answers B0 when it is back, and works after INIT")
    func powerCutInMotion() throws {
        var bench = try Bench()
        _ = try bench.ask(Self.initialise(0x37))
        bench.say(Self.feed)
        _ = bench.hear(.seconds(1))
        #expect(bench.inside.moving != nil)
        try bench.obey(.powerCut)
        bench.say(CRT591Command.status)
        #expect(bench.hear().isEmpty)
        try bench.obey(.powerOn)
        #expect(try bench.ask(.status) == Self.notReset)
        _ = try bench.ask(Self.initialise(0x37))
        guard case .positive? = try bench.ask(CRT591Command(0x32, 0x33)) else {
            Issue.record("the card in the path was not retained")
            return
        }
        #expect(bench.inside.stations.isEmpty && bench.inside.bin.count == 1)
    }

    @Test(
        "A packet that breaks off is refused after the gap, and the next one is taken",
        arguments: 1..<9)
    func brokenOff(count: Int) throws {
        var bench = try Bench()
        _ = try bench.ask(Self.initialise(0x33))
        bench.say(Array(Self.feed.frame(address: 0).bytes.prefix(count)))
        #expect(bench.hear().contains(.control(.refuse)))
        #expect(bench.inside.moving == nil && bench.inside.stations.isEmpty)
        guard case .positive? = try bench.ask(.status) else {
            Issue.record("the next packet was not taken")
            return
        }
    }

    @Test(
        "INIT 30 and 34 bring a card inside to the gate, 31 and 35 to the bin, 33 and 37 leave it",
        arguments: [0x30, 0x31, 0x33, 0x34, 0x35, 0x37])
    func initialisations(parameter: UInt8) throws {
        for hasCard in [false, true] {
            var bench = try Bench()
            _ = try bench.ask(Self.initialise(0x33))
            if hasCard { _ = try bench.ask(Self.feed) }
            let reply = try bench.ask(Self.initialise(parameter))
            guard case .positive(_, let data)? = reply else {
                Issue.record("INIT \(parameter) was refused")
                return
            }
            #expect(data == Array("CRT-591-SIMU".utf8))
            let machine = bench.inside
            let toGate = parameter == 0x30 || parameter == 0x34
            let toBin = parameter == 0x31 || parameter == 0x35
            #expect((machine.stations[.exit] != nil) == (hasCard && toGate))
            #expect(machine.bin.count == (hasCard && toBin ? 1 : 0))
            #expect((machine.stations[.readPosition] != nil) == (hasCard && !toGate && !toBin))
            #expect(machine.hopper.count == (hasCard ? 2 : 3))
        }
    }

    @Test(
        "The bin counter counts only after an INIT of the counting kind",
        arguments: [0x30, 0x31, 0x33, 0x34, 0x35, 0x37])
    func counting(parameter: UInt8) throws {
        var bench = try Bench()
        _ = try bench.ask(Self.initialise(parameter))
        for _ in 0..<2 {
            _ = try bench.ask(Self.feed)
            _ = try bench.ask(CRT591Command(0x32, 0x33))
        }
        guard case .positive(_, let digits)? = try bench.ask(.readBinCounter) else {
            Issue.record("no counter")
            return
        }
        #expect(bench.inside.bin.count == 2)
        #expect(CRT591BinCounter.parse(digits) == (parameter >= 0x34 ? 2 : 0))
    }

    @Test("A jam during an INIT that moves a card is answered as one")
    func jamDuringInitialisation() throws {
        var bench = try Bench()
        _ = try bench.ask(Self.initialise(0x34))
        _ = try bench.ask(Self.feed)
        try bench.obey(.jam(.toExit))
        let reply = try bench.ask(Self.initialise(0x34))
        #expect(reply == .negative(CRT591Refusal(.jam), data: []))
    }

    @Test("EOT stops a motion where the card is, is answered with EOT, and the command is not")
    func clearInMotion() throws {
        var bench = try Bench()
        _ = try bench.ask(Self.initialise(0x37))
        bench.say(Self.feed)
        #expect(bench.hear(.seconds(1)) == [.control(.acknowledge)])
        bench.say([CRT591Control.clear.rawValue])
        #expect(bench.hear() == [.control(.clear)])
        #expect(bench.inside.moving == nil && bench.inside.stations[.throat] != nil)
        guard case .positive? = try bench.ask(.status) else {
            Issue.record("the line is not clear")
            return
        }
    }

    @Test("An answer that crosses an EOT is one the host has, or one that never comes")
    func clearCrossesAnswer() throws {
        var bench = try Bench()
        _ = try bench.ask(Self.initialise(0x37))
        bench.say(CRT591Command.status)
        bench.say([CRT591Control.clear.rawValue])
        #expect(bench.hear() == [.control(.clear)])
    }

    @Test("A NAK brings the last answer again, byte for byte, and nothing moves")
    func repetition() throws {
        var bench = try Bench()
        _ = try bench.ask(Self.initialise(0x37))
        let answer = try bench.ask(Self.feed)
        for _ in 0..<3 {
            bench.say([CRT591Control.refuse.rawValue])
            let again = bench.hear()
            guard again.count == 1, case .frame(let frame) = again[0] else {
                Issue.record("\(again)")
                return
            }
            #expect(try CRT591Reply(frame, to: Self.feed) == answer)
        }
        #expect(bench.inside.hopper.count == 2)
    }

    @Test("A damaged packet is refused with NAK and not done; one of another address is not heard")
    func damaged() throws {
        var bench = try Bench()
        _ = try bench.ask(Self.initialise(0x37))
        var bytes = Self.feed.frame(address: 0).bytes
        bytes[6] ^= 0x01
        bench.say(bytes)
        #expect(bench.hear() == [.control(.refuse)])
        bench.say(Self.feed.frame(address: 5).bytes)
        #expect(bench.hear().isEmpty)
        #expect(bench.inside.stations.isEmpty)
    }

    @Test("What a unit says while its line is unplugged is never heard")
    func lineLost() throws {
        var bench = try Bench()
        _ = try bench.ask(Self.initialise(0x37))
        bench.say(Self.feed)
        bench.now += .seconds(30)
        bench.unit.lineLost(now: bench.now)
        #expect(bench.hear().isEmpty)
        #expect(bench.inside.stations[.readPosition] != nil)
    }

    @Test(
        "Each fault of the line strikes at its ordinal and class, once",
        arguments: CRT591FaultKind.allCases, CRT591Occasion.allCases)
    func faultsStrike(kind: CRT591FaultKind, occasion: CRT591Occasion) throws {
        var bench = try Bench()
        _ = try bench.ask(Self.initialise(0x37))
        bench.faults.arm(kind, at: occasion, skipping: 1)
        let commands: [CRT591Occasion: CRT591Command] = [
            .query: .status, .setup: .disableEntry, .motion: Self.feed,
        ]
        let command = try #require(commands[occasion])
        _ = try bench.ask(command)
        #expect(bench.faults.struck.isEmpty)
        bench.say(command)
        _ = bench.hear(.seconds(60))
        #expect(bench.faults.struck.map(\.kind) == [kind])
        bench.say(command)
        _ = bench.hear(.seconds(60))
        #expect(bench.faults.struck.count == 1)
    }
}
