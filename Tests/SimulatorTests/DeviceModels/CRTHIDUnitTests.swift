import DeviceProtocols
import Simulator
import Testing

/// Goal: the simulated unit behaves as the source says that units with reports of their own do. Method: reports by hand,
/// over the machine's physics.
@Suite struct CRTHIDUnitTests {
    /// A unit over a machine, and a clock that a test turns.
    private struct Bench {
        let machine: RunningMachine
        let unit: CRTHIDUnit
        var now = Duration.zero

        init(_ firmware: CRTHIDFirmware = .simulated, blanks: Int = 3) throws {
            var contents = Machine(person: Person(.manual))
            var mint = CardMint(seed: 1)
            try contents.load(mint.cards(blanks, of: .blank))
            machine = RunningMachine(
                .init(machine: contents, mint: mint), auditor: { _ in })
            unit = CRTHIDUnit(firmware: firmware, mechanism: machine)
        }

        var inside: Machine { machine.contents(now: now).machine }

        func say(_ bytes: [UInt8]) {
            for start in stride(from: 0, to: bytes.count, by: 64) {
                unit.receive(Array(bytes[start..<min(start + 64, bytes.count)]), now: now)
            }
        }

        /// What comes in so long a time, in steps of ten milliseconds.
        mutating func hear(_ time: Duration = .seconds(1)) -> [CRTHIDEvent] {
            var input = CRTHIDAssembler()
            var events: [CRTHIDEvent] = []
            let end = now + time
            while now < end {
                now += .milliseconds(10)
                while true {
                    let report = unit.send(atMost: 64, now: now)
                    if report.isEmpty { break }
                    events += input.receive(report)
                }
            }
            return events + input.giveUp()
        }

        mutating func ask(
            _ command: CRTHIDCommand, _ time: Duration = .seconds(1)
        ) throws -> CRTHIDReply? {
            say(command.frame.bytes)
            for case .frame(let frame) in hear(time) { return try CRTHIDReply(frame, to: command) }
            return nil
        }
    }

    private static let feed = CRTHIDCommand(0x32, 0x32, data: [0x31])
    private static let present = CRTHIDCommand(0x30, 0x31)
    private static let retain = CRTHIDCommand(0x30, 0x32)

    private func ready(_ firmware: CRTHIDFirmware = .simulated, blanks: Int = 3) throws -> Bench {
        var bench = try Bench(firmware, blanks: blanks)
        let reply = try bench.ask(.initialiseLeaving, .seconds(5))
        #expect(reply == .positive(CRTHIDStatus(.none), data: []))
        return bench
    }

    private func code(_ reply: CRTHIDReply?) -> CRTHIDCode? {
        if case .negative(let refusal, _)? = reply { return refusal.code }
        return nil
    }

    @Test("After power-on everything but initialising is refused with 13, and after a cut again")
    func power() throws {
        var bench = try Bench()
        for command in [CRTHIDCommand.status, .sensors, .counters, .firmwareVersion, Self.feed] {
            #expect(try code(bench.ask(command)) == .notInitialised)
        }
        #expect(try bench.ask(.initialiseLeaving, .seconds(5)) != nil)
        #expect(try bench.ask(.status) == .positive(CRTHIDStatus(.none), data: []))
        _ = try bench.machine.obey(.powerCut, now: bench.now)
        #expect(try bench.ask(.status) == nil)
        _ = try bench.machine.obey(.powerOn, now: bench.now)
        #expect(try code(bench.ask(.status)) == .notInitialised)
        #expect(bench.inside.stations.isEmpty)
    }

    @Test("An ACK comes at once and the answer when the motion is done; a quiet unit sends no ACK")
    func acknowledge() throws {
        for firmware in [CRTHIDFirmware.simulated, .quiet] {
            var bench = try ready(firmware)
            bench.say(Self.feed.frame.bytes)
            let first = bench.hear(.milliseconds(50))
            #expect(first == (firmware.acknowledges ? [.control(.acknowledge)] : []))
            let rest = bench.hear(.seconds(5))
            #expect(rest.count == 1 && bench.inside.stations[.readPosition] != nil)
        }
    }

    @Test("Feed, present and store move the card, and the counter counts what drops into the bin")
    func motions() throws {
        var bench = try ready()
        let inside = CRTHIDReply.positive(CRTHIDStatus(.inside), data: [])
        let atEntry = CRTHIDReply.positive(CRTHIDStatus(.atEntry), data: [])
        let none = CRTHIDReply.positive(CRTHIDStatus(.none), data: [])
        #expect(try bench.ask(Self.feed, .seconds(5)) == inside)
        #expect(try bench.ask(Self.present, .seconds(5)) == atEntry)
        #expect(try bench.ask(Self.retain, .seconds(5)) == none)
        #expect(bench.inside.bin.count == 1)
        guard case .positive(_, let data)? = try bench.ask(.counters) else {
            Issue.record("no counters")
            return
        }
        #expect(CRTHIDCounters.parse(data, offset: 0, digits: 8) == 3)
        #expect(CRTHIDCounters.parse(data, offset: 72, digits: 8) == 1)
        // 96 digits are more than one report holds.
        #expect(data.count == 96)
    }

    @Test("The sensors tell the path, the hopper's two levels and a full bin")
    func sensors() throws {
        var bench = try ready()
        _ = try bench.ask(Self.feed, .seconds(5))
        #expect(
            try bench.ask(.sensors)
                == .positive(CRTHIDStatus(.inside), data: Array("001000110".utf8)))
        var empty = try ready(blanks: 0)
        #expect(
            try empty.ask(.sensors)
                == .positive(CRTHIDStatus(.none), data: Array("000000010".utf8)))
    }

    @Test("What cannot be done is refused by its code, and moves nothing")
    func refusals() throws {
        var bench = try ready(blanks: 0)
        #expect(try code(bench.ask(Self.feed)) == .hopperEmpty)
        #expect(try code(bench.ask(Self.present)) == .slotEmpty)
        #expect(try code(bench.ask(Self.retain)) == .slotEmpty)
        #expect(try code(bench.ask(CRTHIDCommand(0x30, 0x39))) == .parameter)
        #expect(try code(bench.ask(CRTHIDCommand(0x77, 0x30))) == .undefinedCommand)
        #expect(try code(bench.ask(CRTHIDCommand(0x32, 0x32, data: [0x39]))) == .undefinedCommand)
    }

    @Test("DLE EOT stops the motor where the card is, and nothing is answered any more")
    func cancelled() throws {
        var bench = try ready()
        bench.say(Self.feed.frame.bytes)
        _ = bench.hear(.milliseconds(1_200))
        bench.say([0x10, 0x04])
        #expect(bench.hear(.seconds(5)).isEmpty)
        #expect(bench.inside.moving == nil && bench.inside.stations.count == 1)
        #expect(bench.inside.stations[.readPosition] == nil)
    }

    @Test("A unit that moves takes no second command")
    func oneAtATime() throws {
        var bench = try ready()
        bench.say(Self.feed.frame.bytes)
        _ = bench.hear(.milliseconds(100))
        bench.say(CRTHIDCommand.status.frame.bytes)
        let events = bench.hear(.seconds(5))
        #expect(events.count == 1)
        for case .frame(let frame) in events {
            #expect(throws: Never.self) { try CRTHIDReply(frame, to: Self.feed) }
        }
    }

    @Test("A damaged packet is refused, one that breaks off too, and a stray report is not heard")
    func damage() throws {
        var bench = try ready()
        var packet = CRTHIDCommand.status.frame.bytes
        packet[4] ^= 0x01
        bench.say(packet)
        #expect(bench.hear() == [.control(.refuse)])
        bench.say([0xF2, 0x00, 0x60] + [UInt8](repeating: 0x43, count: 61))
        #expect(bench.hear() == [.control(.refuse)])
        bench.say([0x30, 0x30])
        bench.say([0x06])
        #expect(bench.hear().isEmpty)
    }

    @Test("A bridge that lost its power forgets what was under way")
    func lineLost() throws {
        var bench = try ready()
        bench.say(CRTHIDCommand.status.frame.bytes)
        bench.unit.lineLost(now: bench.now)
        #expect(bench.hear().isEmpty)
        #expect(try bench.ask(.status) != nil)
    }
}
