import Drivers
import KioskCore
import KioskPorts
import Simulator
import Testing

/// Goal: whatever happens to the reports of one command, a motion goes out once, a query within its limit, and each fault
/// says truly what is known about the card. Method: every planned fault at every class of command, judged by the machine's
/// own record, on virtual time.
@Suite struct CRTHIDLineFaultTests {
    /// What a motion that a fault strikes must come to.
    private enum Expected: Hashable {
        case success
        case fault(DispenserFaultKind, CardKnowledge)
    }

    private static func expected(_ kind: CRTHIDFaultKind, _ call: DispenserCall) -> Expected {
        switch kind {
        case .commandLost: .fault(.timedOut, .notMoved)
        case .goodPacketRefused: .fault(.garbled, .notMoved)
        case .falseRefusal, .answerGarbled, .answerCutOff: .fault(.garbled, .moved)
        case .answerLate, .answerLost, .answerToAnotherCommand: .fault(.timedOut, .moved)
        // An ACK is not needed, and an answer to a motion has one report.
        case .acknowledgeLost, .answerDoubled, .reportsSwapped, .reportsDoubled, .statusUnknown,
            .busyForLong:
            .success
        // A head of before takes the answer for its rest, until no more comes.
        case .staleReportsFirst: .success
        // A presented card is seen by the unit's own answer, the others by a second look.
        case .initialisationForgotten:
            call == .present ? .success : .fault(.garbled, .unknown)
        }
    }

    @Test(
        "A motion goes out once, and its fault says what is known",
        arguments: CRTHIDFaultKind.allCases, DispenserCall.motions)
    func motion(kind: CRTHIDFaultKind, call: DispenserCall) throws {
        let bench = try CRTHIDBench()
        var script = try CRTHIDBench.ready(for: call, bench)
        bench.faults.arm(kind, at: .motion)
        let ending = try script.run(call)
        #expect(bench.faults.struck.map(\.kind) == [kind])
        switch Self.expected(kind, call) {
        case .success: #expect(ending == nil, "\(script.faults)")
        case .fault(let fault, let card):
            #expect(script.faults.last?.kind == fault && script.faults.last?.card == card)
        }
        #expect(bench.motionsSent == call.before.count + 1)
        try script.recover()
        #expect(script.complaints.isEmpty)
    }

    @Test("With a machine's fault on top, nothing untrue is said about the card")
    func twoFaults() throws {
        let kinds: [MachineFaultKind] = [
            .jamOnFeed, .jamToReadPosition, .jamToExit, .jamToBin, .doubleFeed, .emptyFeed,
            .binFull, .binCounterStill, .grabbedOnRetract, .dispenserUnplugged, .powerCutInMotion,
        ]
        var endings: [String: Int] = [:]
        for machineFault in kinds {
            for kind in CRTHIDFaultKind.allCases {
                for call in DispenserCall.motions {
                    let bench = try CRTHIDBench()
                    var script = try CRTHIDBench.ready(for: call, bench)
                    bench.faults.arm(kind, at: .motion)
                    try bench.obey(.fault(machineFault))
                    let ending = try script.run(call)
                    endings[ending?.rawValue ?? "success", default: 0] += 1
                    #expect(script.complaints.isEmpty, "\(machineFault) and \(kind) at \(call)")
                }
            }
        }
        print("two faults, reports: \(endings.sorted { $0.key < $1.key })")
        #expect(endings.values.reduce(0, +) == kinds.count * CRTHIDFaultKind.allCases.count * 3)
    }

    @Test(
        "A sensor that sticks never makes a fault say something untrue",
        arguments: Sensor.allCases, [MachineFaultKind.sensorStuckOn, .sensorStuckOff])
    func stuckSensor(sensor: Sensor, kind: MachineFaultKind) throws {
        for call in DispenserCall.motions {
            let next = PlannedFault(kind, ordinal: call.before.count + 1, sensor: sensor)
            let bench = try CRTHIDBench(machineFaults: [next])
            _ = try CRTHIDBench.ready(for: call, bench)
            let before = bench.inside
            let result = try #require(try bench.call(call))
            if case .failure(let fault) = result {
                let text = call.complaint(
                    about: .failure(fault), before: before, after: bench.inside)
                #expect(text == nil, "\(call) with \(sensor)")
            }
            #expect(bench.inside.faults.struck.map(\.kind) == [kind])
            #expect(bench.motionsSent == call.before.count + 1)
        }
    }

    /// Status, sensors, and the counters, whose answer takes two reports.
    @Test(
        "A query is asked again, and its answer is true", arguments: CRTHIDFaultKind.allCases,
        [0, 1, 2])
    func query(kind: CRTHIDFaultKind, which: Int) throws {
        let bench = try CRTHIDBench()
        var script = try CRTHIDBench.ready(for: .observe, bench)
        bench.faults.arm(kind, at: .query, skipping: which)
        let ending = try script.run(.observe)
        // A unit that hears nothing for 20 s answers no query in its limit, unless it was the last.
        #expect(ending == (kind == .busyForLong && which < 2 ? .refused : nil))
        #expect(bench.faults.struck.map(\.kind) == [kind])
        try script.recover()
        #expect(script.complaints.isEmpty && bench.motionsSent <= 1)
    }

    @Test("A query that fails three times is given up", arguments: CRTHIDFaultKind.allCases)
    func queryLimit(kind: CRTHIDFaultKind) throws {
        let bench = try CRTHIDBench()
        var script = try CRTHIDBench.ready(for: .observe, bench)
        let strikes = kind == .busyForLong ? 1 : 3
        for attempt in 0..<strikes { bench.faults.arm(kind, at: .query, skipping: attempt) }
        let before = bench.commandsSent.count { $0 == [0x31, 0x30] }
        let ending = try script.run(.observe)
        let sends = bench.commandsSent.count { $0 == [0x31, 0x30] } - before
        switch kind {
        case .commandLost, .goodPacketRefused, .falseRefusal, .answerLost, .answerCutOff,
            .answerToAnotherCommand, .answerGarbled:
            #expect(ending == .refused && sends == 3)
        // The first answer comes in the time of the second one.
        case .answerLate: #expect(ending == nil && sends == 2)
        case .acknowledgeLost, .answerDoubled, .reportsSwapped, .reportsDoubled,
            .staleReportsFirst, .statusUnknown:
            #expect(ending == nil && sends == 1)
        case .initialisationForgotten: #expect(ending == nil && sends == 1)
        case .busyForLong: #expect(ending == .refused && sends == 1)
        }
        try script.recover()
        #expect(script.complaints.isEmpty)
    }

    @Test(
        "Connecting survives each fault at its setting, or says so, and moves nothing",
        arguments: CRTHIDFaultKind.allCases)
    func setup(kind: CRTHIDFaultKind) throws {
        let bench = try CRTHIDBench(faults: [PlannedLineFault(kind, at: .setup)])
        var profile = try? bench.connect()?.get().profile
        if profile == nil { profile = try #require(try bench.connect()).get().profile }
        #expect(profile == "crt-hid-simulated")
        #expect(bench.faults.struck.map(\.kind) == [kind])
        #expect(bench.motionsSent == 0 && bench.hostMotions == 0)
        var script = DispenserScript(bench)
        _ = try script.run()
        #expect(script.complaints.isEmpty)
    }

    @Test("An answer to an earlier motion that comes late is not taken for that of the next one")
    func staleMotion() throws {
        let bench = try CRTHIDBench()
        var script = try CRTHIDBench.ready(for: .feed, bench)
        bench.faults.arm(.answerLate, at: .motion)
        #expect(try script.run(.feed) == .moved)
        #expect(try script.run(.retain) == nil)
        bench.faults.arm(.answerLost, at: .motion)
        // The unit's late answers stand before that of the next query.
        #expect(try script.run(.feed) == .moved)
        #expect(script.faults.map(\.kind) == [.timedOut, .timedOut])
        #expect(script.complaints.isEmpty)
    }

    @Test("An unknown status is unknown, and its bytes are kept")
    func unknownStatus() throws {
        let bench = try CRTHIDBench()
        _ = try CRTHIDBench.ready(for: .observe, bench)
        bench.faults.arm(.statusUnknown, at: .query)
        let seen = try #require(try bench.call(.observe)?.get())
        #expect(seen.path == .unknown && seen.raw.starts(with: [0x3F, 0x3F]))
    }
}
