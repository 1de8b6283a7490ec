import DeviceProtocols
import Testing

@testable import Simulator

/// Goal: the simulated K720, K730 and K750 behave on their line as the document says. Method: bytes by hand against a unit
/// over the machine's physics, at instants of the test's choice.
@Suite struct TTCEUnitTests {
    private struct Bench {
        let machine: RunningMachine
        let unit: TTCEUnit
        let address: TTCEAddress
        var now = Duration.zero

        init(_ firmware: TTCEFirmware = .k720, blanks: Int = 3) throws {
            var contents = Machine(person: Person(.manual))
            var mint = CardMint(seed: 1)
            try contents.load(mint.cards(blanks, of: .blank))
            machine = RunningMachine(.init(machine: contents, mint: mint), auditor: { _ in })
            unit = TTCEUnit(firmware: firmware, mechanism: machine)
            address = try #require(TTCEAddress(firmware.address))
        }

        mutating func say(_ command: TTCECommand) {
            unit.receive(command.frame(address: address).bytes, now: now)
        }

        mutating func say(_ control: TTCEControl) {
            unit.receive(control.bytes(address: address), now: now)
        }

        /// Lets time pass, and takes what the unit says meanwhile.
        mutating func hear(_ time: Duration = .milliseconds(100)) -> [TTCEEvent] {
            let end = now + time
            var line = TTCEAccumulator(address: address)
            var events: [TTCEEvent] = []
            while now < end {
                let bytes = unit.send(atMost: 32, now: now)
                events += line.receive(bytes)
                let next = unit.nextWake(now: now).map { max($0, now + .milliseconds(1)) } ?? end
                if bytes.isEmpty { now = min(end, next) }
            }
            return events
        }

        /// Both phases of a command, and its answer.
        mutating func run(_ command: TTCECommand) throws -> TTCEReply? {
            say(command)
            #expect(hear() == [.control(.acknowledge)])
            say(.execute)
            for case .frame(let frame) in hear() { return try TTCEReply(frame, to: command) }
            return nil
        }

        mutating func flags() throws -> TTCEFlags? {
            guard case .state(let nibbles)? = try run(.fullState) else { return nil }
            return TTCEStatus(nibbles).flags
        }

        /// A whole motion.
        mutating func move(_ command: TTCECommand) throws {
            #expect(try run(command) == nil)
            _ = hear(.seconds(12))
        }

        var inside: Machine { machine.contents(now: now).machine }
    }

    @Test("Nothing moves before ENQ, and a packet that was cancelled or replaced never does")
    func twoPhases() throws {
        var bench = try Bench()
        bench.say(.toReadPosition)
        #expect(bench.hear(.seconds(5)) == [.control(.acknowledge)])
        #expect(bench.inside.moving == nil && bench.inside.stations.isEmpty)
        bench.say(.cancel)
        bench.say(.execute)
        #expect(bench.hear(.seconds(5)) == [.control(.cancel)])
        bench.say(.toReadPosition)
        _ = bench.hear()
        #expect(try bench.flags() == [.few, .thirdSensor])
        bench.say(.execute)
        _ = bench.hear(.seconds(5))
        #expect(bench.inside.stations.isEmpty)
    }

    @Test("A motion is not answered, and its states go from dispensing to the read position")
    func feed() throws {
        var bench = try Bench()
        #expect(try bench.run(.toReadPosition) == nil)
        #expect(try bench.flags()?.contains(.dispensing) == true)
        _ = bench.hear(.seconds(3))
        let after = try #require(try bench.flags())
        #expect(after.isSuperset(of: [.firstSensor, .secondSensor]))
        #expect(bench.inside.stations[.readPosition] != nil)
        try bench.move(.toMouth)
        let mouth = try #require(try bench.flags())
        #expect(mouth.intersection([.firstSensor, .secondSensor]) == .firstSensor)
        #expect(try bench.run(.capture) == nil)
        #expect(try bench.flags()?.contains(.collecting) == true)
        _ = bench.hear(.seconds(5))
        #expect(bench.inside.bin.count == 1)
        #expect(try bench.flags()?.intersection([.firstSensor, .secondSensor]) == [])
    }

    @Test("Only K720 stages the next card, and says when it is at it")
    func staging() throws {
        for (firmware, stages) in [(TTCEFirmware.k720, true), (.k730, false), (.k750, false)] {
            var bench = try Bench(firmware)
            #expect(try bench.flags()?.contains(.thirdSensor) == stages)
            #expect(try bench.run(.toReadPosition) == nil)
            // The feed takes 2.1 s, the staging another second.
            _ = bench.hear(.milliseconds(2_000))
            #expect(try bench.flags()?.contains(.preparing) == stages)
            _ = bench.hear(.seconds(2))
            #expect(try bench.flags()?.contains(.thirdSensor) == stages)
        }
    }

    @Test("An empty hopper and an empty path are not executed, and the next motion clears that")
    func refusals() throws {
        var bench = try Bench(blanks: 0)
        try bench.move(.toReadPosition)
        #expect(try bench.flags() == [.few, .empty, .notExecuted])
        try bench.move(.capture)
        #expect(try bench.flags() == [.few, .empty, .notExecuted])
    }

    @Test("A jam is told until the next motion", arguments: [MachineFaultKind.jamOnFeed])
    func jam(kind: MachineFaultKind) throws {
        var bench = try Bench(.k750)
        _ = try bench.machine.obey(.fault(kind), now: bench.now)
        try bench.move(.toReadPosition)
        let flags = try #require(try bench.flags())
        #expect(flags.isSuperset(of: [.jam, .dispenseError, .thirdSensor]))
        _ = try bench.machine.obey(.unjam, now: bench.now)
        try bench.move(.capture)
        #expect(try bench.flags()?.isDisjoint(with: [.jam, .recycleError]) == true)
    }

    @Test("A damaged packet is refused, one that breaks off too, and a stranger's is not heard")
    func damage() throws {
        var bench = try Bench()
        var packet = TTCECommand.fullState.frame(address: bench.address).bytes
        packet[5] ^= 0x01
        bench.unit.receive(packet, now: bench.now)
        #expect(bench.hear() == [.control(.refuse)])
        bench.unit.receive(Array(packet.prefix(6)), now: bench.now)
        #expect(bench.hear() == [.control(.refuse)])
        let other = try #require(TTCEAddress(3))
        bench.unit.receive(TTCECommand.fullState.frame(address: other).bytes, now: bench.now)
        #expect(bench.hear().isEmpty)
    }

    @Test("The version is answered bare by one firmware and behind its name by another")
    func version() throws {
        for firmware in [TTCEFirmware.k720, .k730, .k750] {
            var bench = try Bench(firmware)
            #expect(try bench.run(.version) == .version(Array(firmware.version.utf8)))
        }
    }

    @Test("A unit that lost its power has forgotten the packet that waited")
    func power() throws {
        var bench = try Bench()
        bench.say(.toReadPosition)
        _ = bench.hear()
        _ = try bench.machine.obey(.powerCut, now: bench.now)
        bench.say(.execute)
        #expect(bench.hear(.seconds(1)).isEmpty)
        _ = try bench.machine.obey(.powerOn, now: bench.now)
        bench.say(.execute)
        _ = bench.hear(.seconds(5))
        #expect(bench.inside.stations.isEmpty && bench.inside.moving == nil)
    }
}
