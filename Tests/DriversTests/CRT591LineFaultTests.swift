import Drivers
import KioskCore
import KioskPorts
import Simulator
import Testing

/// Goal: whatever happens to the packets of one command, a motion goes out once, a query within its limit, and each
/// fault says truly what is known about the card. Method: every planned fault of the line at every class of command,
/// judged by the machine's own record, on virtual time.
@Suite struct CRT591LineFaultTests {
    /// What a motion that a line fault strikes must come to.
    private enum Expected: Hashable {
        case success
        case fault(DispenserFaultKind, CardKnowledge)
    }

    private static func expected(_ kind: CRT591FaultKind, _ call: DispenserCall) -> Expected {
        switch kind {
        case .commandLost: .fault(.timedOut, .notMoved)
        case .goodPacketRefused: .fault(.garbled, .notMoved)
        case .falseRefusal, .answerAlwaysGarbled: .fault(.garbled, .moved)
        // A motion lasts longer than anyone waits for an ACK.
        case .acknowledgeLost, .answerLate, .answerLost, .answerToAnotherCommand,
            .answerFromAnotherAddress:
            .fault(.timedOut, .moved)
        case .answerDoubled, .answerGarbled, .answerTruncated,
            .noiseBeforeAnswer, .statusUnknown, .busyForLong:
            .success
        // A presented or fed card is seen by the unit's own answer; a retained one by a second look.
        case .initialisationForgotten:
            call == .retain ? .fault(.garbled, .unknown) : .success
        }
    }

    @Test(
        "A motion goes out once, and its fault says what is known",
        arguments: CRT591FaultKind.allCases,
        DispenserCall.motions)
    func motion(kind: CRT591FaultKind, call: DispenserCall) throws {
        let bench = try DispenserBench()
        var script = DispenserScript(bench)
        _ = try bench.connect()
        for call in call.before { _ = try script.run(call) }
        bench.faults.arm(kind, at: .motion)
        let ending = try script.run(call)
        #expect(bench.faults.struck.map(\.kind) == [kind])
        switch Self.expected(kind, call) {
        case .success: #expect(ending == nil)
        case .fault(let fault, let card):
            #expect(script.faults.last?.kind == fault && script.faults.last?.card == card)
        }
        try script.recover()
        #expect(script.complaints.isEmpty)
    }

    @Test(
        "With a machine's fault on top, nothing untrue is said about the card",
        arguments: ["simulated", "m001", "r02-hb-hdn"])
    func twoFaults(profile: String) throws {
        let kinds: [MachineFaultKind] = [
            .jamOnFeed, .jamToReadPosition, .jamToExit, .jamToBin, .doubleFeed, .emptyFeed,
            .binFull, .binCounterStill, .grabbedOnRetract, .dispenserUnplugged, .powerCutInMotion,
        ]
        var endings: [String: Int] = [:]
        for machineFault in kinds {
            for kind in CRT591FaultKind.allCases {
                for call in DispenserCall.motions {
                    let ending = try twoFaults(profile, machineFault, kind, call)
                    endings[ending?.rawValue ?? "success", default: 0] += 1
                }
            }
        }
        print("two faults, profile \(profile): \(endings.sorted { $0.key < $1.key })")
        #expect(endings.values.reduce(0, +) == kinds.count * CRT591FaultKind.allCases.count * 3)
    }

    private func twoFaults(
        _ profile: String, _ machineFault: MachineFaultKind, _ kind: CRT591FaultKind,
        _ call: DispenserCall
    ) throws -> Ending? {
        let bench = try DispenserBench(firmware: .named(profile), profiles: [profile])
        var script = DispenserScript(bench)
        _ = try bench.connect()
        for call in call.before { _ = try script.run(call) }
        bench.faults.arm(kind, at: .motion)
        try bench.obey(.fault(machineFault))
        let ending = try script.run(call)
        #expect(script.complaints.isEmpty, "\(machineFault) and \(kind) at \(call)")
        return ending
    }

    @Test(
        "A sensor that sticks never makes a fault say something untrue",
        arguments: Sensor.allCases, [MachineFaultKind.sensorStuckOn, .sensorStuckOff])
    func stuckSensor(sensor: Sensor, kind: MachineFaultKind) throws {
        for call in DispenserCall.motions {
            let bench = try DispenserBench()
            var script = DispenserScript(bench)
            _ = try bench.connect()
            for call in call.before { _ = try script.run(call) }
            let next = PlannedFault(kind, ordinal: call.before.count + 1, sensor: sensor)
            let stuck = try DispenserBench(machineFaults: [next])
            var stuckScript = DispenserScript(stuck)
            _ = try stuck.connect()
            for call in call.before { _ = try stuckScript.run(call) }
            let result = try #require(try stuck.call(call))
            if case .failure(let fault) = result {
                let text = call.complaint(
                    about: .failure(fault), before: bench.inside, after: stuck.inside)
                #expect(text == nil, "\(call) with \(sensor)")
            }
            #expect(stuck.inside.faults.struck.map(\.kind) == [kind])
            #expect(stuck.record.moves == call.before.count + 1)
        }
    }

    @Test(
        "A query is asked again, and its answer is true", arguments: CRT591FaultKind.allCases,
        [0, 1, 2])
    func query(kind: CRT591FaultKind, which: Int) throws {
        let bench = try DispenserBench()
        var script = DispenserScript(bench)
        _ = try bench.connect()
        bench.faults.arm(kind, at: .query, skipping: which)
        let ending = try script.run(.observe)
        // A unit that hears nothing for 20 s answers no query in its limit, unless it was the last.
        #expect(ending == (kind == .busyForLong && which < 2 ? .refused : nil))
        #expect(bench.faults.struck.map(\.kind) == [kind])
        try script.recover()
        #expect(script.complaints.isEmpty)
        #expect(bench.record.moves == 0)
    }

    @Test(
        "A query that fails three times is given up",
        arguments: CRT591FaultKind.allCases)
    func queryLimit(kind: CRT591FaultKind) throws {
        let bench = try DispenserBench()
        var script = DispenserScript(bench)
        _ = try bench.connect()
        let strikes = kind == .busyForLong ? 1 : 3
        for attempt in 0..<strikes { bench.faults.arm(kind, at: .query, skipping: attempt) }
        let status: [UInt8] = [0xF2, 0, 0, 3, 0x43, 0x31, 0x30, 0x03, 0xB0]
        let before = bench.cable.messages(.toUnit).count { $0 == status }
        let ending = try script.run(.observe)
        let sends = bench.cable.messages(.toUnit).count { $0 == status } - before
        switch kind {
        case .commandLost, .goodPacketRefused, .falseRefusal, .answerLost, .answerToAnotherCommand,
            .answerFromAnotherAddress, .answerAlwaysGarbled, .answerLate:
            #expect(ending == .refused && sends == 3)
        case .acknowledgeLost, .answerDoubled, .answerGarbled, .answerTruncated,
            .noiseBeforeAnswer, .statusUnknown, .initialisationForgotten:
            #expect(ending == nil && sends == 1)
        case .busyForLong: #expect(ending == .refused && sends == 1)
        }
        try script.recover()
        #expect(script.complaints.isEmpty)
    }

    @Test(
        "Connecting survives each fault at each of its settings, or says so, and moves nothing",
        arguments: CRT591FaultKind.allCases, [1, 2, 3])
    func setup(kind: CRT591FaultKind, ordinal: Int) throws {
        let bench = try DispenserBench(
            faults: [CRT591PlannedFault(kind, at: .setup, ordinal: ordinal)])
        var connection = try #require(try bench.connect())
        if kind == .busyForLong, case .failure(let fault) = connection {
            #expect(fault.kind == .timedOut && fault.card == .notMoved)
            connection = try #require(try bench.connect())
        }
        #expect(try connection.get().profile == "crt-591-simulated")
        #expect(bench.faults.struck.map(\.kind) == [kind])
        #expect(bench.record.moves == 0 && bench.hostMotions == 0)
        var script = DispenserScript(bench)
        _ = try script.run()
        #expect(script.complaints.isEmpty)
    }
}

extension CRT591Firmware {
    /// The unit that a profile is written for.
    static func named(_ profile: String) -> CRT591Firmware {
        switch profile {
        case "m001": .m001
        case "r02-hb-hdn": .r02
        case _: .simulated
        }
    }
}
