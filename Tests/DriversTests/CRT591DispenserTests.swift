import Drivers
import KioskCore
import KioskPorts
import Simulator
import Testing

/// Goal: a motion goes out once and its fault says what is known about the card (K9). Method: the production driver on the
/// simulated unit, with the machine's own faults, on virtual time.
@Suite struct CRT591DispenserTests {
    @Test("A unit is found at its speed and recognised by its commissioned profile")
    func connects() throws {
        let bench = try Workbench()
        let dispenser = try bench.dispenser("m001", "r02-hb-hdn", "simulated")
        let identity = try #require(bench.run { try? await dispenser.connect() } ?? nil)
        #expect(identity.profile == "crt-591-simulated")
        #expect(identity.binCounterProven)
        #expect(bench.record.moves == 0)
    }

    @Test("A unit that matches no commissioned profile moves nothing")
    func notCommissioned() throws {
        let bench = try Workbench(firmware: .m001)
        let dispenser = try bench.dispenser("simulated")
        _ = bench.run { try? await dispenser.connect() }
        let result = try #require(bench.move(dispenser, .feed))
        guard case .failure(let fault) = result else {
            Issue.record("a card was fed")
            return
        }
        #expect(fault.kind == .notCommissioned && fault.card == .notMoved)
        #expect(bench.record.moves == 0)
    }

    @Test(
        "Feed, present and retain each send one packet",
        arguments: ["simulated", "m001", "r02-hb-hdn"])
    func onePacketEach(profile: String) throws {
        let firmware: CRT591Firmware =
            profile == "m001" ? .m001 : profile == "simulated" ? .simulated : .r02
        let bench = try Workbench(firmware: firmware)
        let dispenser = try bench.dispenser(profile)
        _ = bench.run { try? await dispenser.connect() }
        #expect(try bench.move(dispenser, .feed)?.get().path == .atReadPosition)
        #expect(try bench.move(dispenser, .present)?.get().path == .atExit)
        #expect(try bench.move(dispenser, .retain)?.get().path == .clear)
        #expect(bench.record.moves == 3)
    }

    @Test("An empty hopper is said, and nothing moved")
    func emptyHopper() throws {
        let bench = try Workbench(blanks: 0)
        let fault = try #require(try fault(bench, .feed))
        #expect(fault.kind == .hopperEmpty && fault.card == .notMoved)
        #expect(bench.record.moves == 1)
    }

    @Test(
        "A jam leaves the card unknown, and no second packet follows",
        arguments: [MachineFaultKind.jamOnFeed, .jamToReadPosition])
    func jam(kind: MachineFaultKind) throws {
        let bench = try Workbench(faults: [PlannedFault(kind)])
        let fault = try #require(try fault(bench, .feed))
        #expect(fault.kind == .jam && fault.card == .unknown)
        #expect(bench.record.moves == 1)
    }

    @Test("A jam that no sensor sees leaves the card unknown: it is not back in the hopper")
    func jamOutOfSight() throws {
        let bench = try Workbench(faults: [PlannedFault(.jamOnFeed)])
        try bench.obey(.sensor(.throat, .off))
        let fault = try #require(try fault(bench, .feed))
        #expect(fault.kind == .jam && fault.card == .unknown)
        #expect(bench.record.moves == 1)
    }

    @Test(
        "A dispenser unplugged in mid-motion leaves the card unknown, and answers again when plugged in"
    )
    func unpluggedInMotion() throws {
        let bench = try Workbench()
        let dispenser = try bench.dispenser("simulated")
        _ = bench.run { try? await dispenser.connect() }
        try bench.obey(.fault(.dispenserUnplugged))
        let result = try #require(bench.move(dispenser, .feed))
        if case .failure(let fault) = result { #expect(fault.card == .unknown) }
        #expect(bench.record.moves == 1)
        if !bench.machine.contents(now: bench.clock.monotonic()).machine.isOnBus(.dispenser) {
            try bench.obey(.plug(.dispenser))
        }
        let identity = bench.run { try? await dispenser.connect() } ?? nil
        #expect(identity?.profile == "crt-591-simulated")
        #expect(bench.record.moves == 1)
    }

    private func fault(_ bench: Workbench, _ motion: MovementKind) throws -> DispenserFault? {
        let dispenser = try bench.dispenser("simulated")
        _ = bench.run { try? await dispenser.connect() }
        if case .failure(let fault)? = bench.move(dispenser, motion) { return fault }
        return nil
    }
}

/// Goal: connecting never disturbs a movement of before a crash (K9). Method: a motion that runs while the driver looks
/// for the unit's speed, on virtual time.
@Suite struct CRT591ProbingTests {
    @Test(
        "Looking for the speed never stops a motion that still runs",
        arguments: [57_600, 38_400, 9600])
    func motionSurvives(baud: Int) throws {
        let bench = try DispenserBench(firmware: .m001(baud: baud), profiles: ["m001"])
        _ = bench.machine.begin(.toReadPosition, now: bench.clock.monotonic())
        #expect(try bench.connect()?.get().profile == "crt-591-m001")
        let ended = bench.truthEntries.filter { $0.event == .motionEnded }.compactMap(\.detail)
        #expect(ended == ["toReadPosition done"])
        #expect(bench.record.moves == 0)
    }

    @Test(
        "A unit at another speed than the likeliest is found, through noise",
        arguments: [19_200, 57_600])
    func foundThroughNoise(baud: Int) throws {
        let bench = try DispenserBench(firmware: .m001(baud: baud), profiles: ["m001"])
        #expect(try bench.connect()?.get().profile == "crt-591-m001")
        let first = bench.clock.monotonic()
        #expect(try bench.connect()?.get().profile == "crt-591-m001")
        #expect(bench.clock.monotonic() - first < .seconds(10), "the speed is remembered")
    }
}
