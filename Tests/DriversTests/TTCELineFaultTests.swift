import Drivers
import Foundation
import KioskCore
import KioskPorts
import Simulator
import Testing

/// Goal: whatever happens to the packets of one command, one ENQ goes out for a motion, and each fault says truly what is
/// known about the card. Method: every planned fault of the line at every class of command, judged by the machine's own
/// record, on virtual time. The short form strikes every fourth look at a motion, the long form (KIOSK_LONG=1) each.
@Suite struct TTCELineFaultTests {
    /// What strikes the packet and the ENQ of a motion itself; a motion has no answer.
    private static let atMotion: [TTCEFaultKind] = [
        .commandLost, .acknowledgeLost, .acknowledgeLate, .goodPacketRefused, .falseRefusal,
        .enquiryLost, .busyForLong, .stateStuck,
    ]

    private static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"
    /// More than any motion is looked at.
    private static let mostLooks = 30

    @Test(
        "A fault at a motion's own packet", arguments: TTCELineFaultTests.atMotion,
        DispenserCall.motions)
    func motion(kind: TTCEFaultKind, call: DispenserCall) throws {
        let bench = try TTCEBench()
        var script = DispenserScript(bench)
        _ = try bench.connect()
        for call in call.before { _ = try script.run(call) }
        bench.faults.arm(kind, at: .motion)
        let ending = try script.run(call)
        #expect(bench.faults.struck.map(\.kind) == [kind])
        switch kind {
        // Before ENQ a packet may go out again.
        case .commandLost, .acknowledgeLost, .acknowledgeLate, .goodPacketRefused, .falseRefusal:
            #expect(ending == nil)
        case .enquiryLost:
            #expect(ending == .notMoved && script.faults.last?.kind == .timedOut)
        // A unit that is deaf through all of a motion leaves only its sensors.
        case .busyForLong:
            #expect(ending == (call == .retain ? .unknown : .moved))
            #expect(script.faults.last?.kind == .timedOut)
        case .stateStuck: #expect(ending == (call == .retain ? .unknown : .moved))
        case .answerLost, .answerLate, .answerDoubled, .answerGarbled, .answerTruncated,
            .answerToAnotherCommand, .answerFromAnotherAddress, .noiseBeforeAnswer,
            .stateUnreadable:
            Issue.record("\(kind) does not strike a motion")
        }
        try script.recover()
        #expect(script.complaints.isEmpty)
    }

    @Test("A motion whose packet is never acknowledged is cancelled, and moves nothing later")
    func cancelled() throws {
        for kind in [TTCEFaultKind.acknowledgeLost, .acknowledgeLate, .commandLost] {
            let bench = try TTCEBench()
            _ = try bench.connect()
            for attempt in 0..<3 { bench.faults.arm(kind, at: .motion, skipping: attempt) }
            let fault = try #require(try bench.fault(.feed))
            #expect(fault.kind == .timedOut && fault.card == .notMoved)
            #expect(bench.cable.messages(.toUnit).contains([0x04]))
            #expect(try bench.call(.observe)?.get().path == .clear)
            #expect(bench.hostMotions == 0 && bench.motionsSent == 0)
        }
    }

    @Test(
        "A fault at any look at a motion says nothing untrue", arguments: TTCEFaultKind.allCases,
        DispenserCall.motions)
    func looks(kind: TTCEFaultKind, call: DispenserCall) throws {
        var endings: [String: Int] = [:]
        for look in stride(from: 0, to: Self.mostLooks, by: Self.isLong ? 1 : 4) {
            let bench = try TTCEBench()
            var script = DispenserScript(bench)
            _ = try bench.connect()
            for call in call.before { _ = try script.run(call) }
            bench.faults.arm(kind, at: .query, skipping: look)
            let ending = try script.run(call)
            if bench.faults.struck.isEmpty { break }
            endings[ending?.rawValue ?? "success", default: 0] += 1
            #expect(bench.motionsSent <= call.before.count + 1)
            // Until a unit that is deaf or stuck is itself again.
            try bench.wait(.seconds(20))
            try script.recover()
            #expect(script.complaints.isEmpty, "look \(look)")
        }
        #expect(endings.values.reduce(0, +) > 1)
        print("\(kind) at the looks of \(call): \(endings.sorted { $0.key < $1.key })")
    }

    @Test(
        "A query is asked again, and its answer is true", arguments: TTCEFaultKind.allCases)
    func query(kind: TTCEFaultKind) throws {
        let bench = try TTCEBench()
        var script = DispenserScript(bench)
        _ = try bench.connect()
        bench.faults.arm(kind, at: .query)
        let ending = try script.run(.observe)
        #expect(bench.faults.struck.map(\.kind) == [kind])
        #expect(ending == nil)
        try script.recover()
        #expect(script.complaints.isEmpty && bench.motionsSent == 0)
    }

    @Test("A query that fails three times is given up", arguments: TTCEFaultKind.allCases)
    func queryLimit(kind: TTCEFaultKind) throws {
        let bench = try TTCEBench()
        _ = try bench.connect()
        for attempt in 0..<3 { bench.faults.arm(kind, at: .query, skipping: attempt) }
        let result = try #require(try bench.call(.observe))
        switch kind {
        case .answerDoubled, .noiseBeforeAnswer, .busyForLong: #expect((try? result.get()) != nil)
        case .stateUnreadable, .stateStuck:
            #expect(try result.get().path == .unknown)
        case .commandLost, .acknowledgeLost, .acknowledgeLate, .goodPacketRefused, .falseRefusal,
            .enquiryLost, .answerLost, .answerLate, .answerGarbled, .answerTruncated,
            .answerToAnotherCommand, .answerFromAnotherAddress:
            guard case .failure(let fault) = result else {
                Issue.record("\(kind) went unseen")
                return
            }
            #expect(fault.card == .notMoved)
        }
    }

    @Test(
        "With a machine's fault on top, nothing untrue is said about the card",
        arguments: isLong ? TTCEModel.allCases : [.k720])
    func twoFaults(model: TTCEModel) throws {
        let kinds: [MachineFaultKind] = [
            .jamOnFeed, .jamToReadPosition, .jamToExit, .jamToBin, .doubleFeed, .emptyFeed,
            .binFull, .grabbedOnRetract, .dispenserUnplugged, .powerCutInMotion,
        ]
        var endings: [String: Int] = [:]
        for machineFault in kinds {
            for kind in TTCEFaultKind.allCases {
                for call in DispenserCall.motions {
                    let bench = try TTCEBench(model)
                    var script = DispenserScript(bench)
                    _ = try bench.connect()
                    for call in call.before { _ = try script.run(call) }
                    let isOwn = Self.atMotion.contains(kind)
                    bench.faults.arm(
                        kind, at: isOwn ? .motion : .query, skipping: isOwn ? 0 : 3)
                    try bench.obey(.fault(machineFault))
                    let ending = try script.run(call)
                    endings[ending?.rawValue ?? "success", default: 0] += 1
                    #expect(script.complaints.isEmpty, "\(machineFault) and \(kind) at \(call)")
                }
            }
        }
        print("two faults, \(model): \(endings.sorted { $0.key < $1.key })")
    }

    @Test(
        "A sensor that sticks never makes a fault say something untrue",
        arguments: Sensor.allCases, [MachineFaultKind.sensorStuckOn, .sensorStuckOff])
    func stuckSensor(sensor: Sensor, kind: MachineFaultKind) throws {
        for model in TTCEModel.allCases {
            for call in DispenserCall.motions {
                let next = PlannedFault(kind, ordinal: call.before.count + 1, sensor: sensor)
                let bench = try TTCEBench(model, machineFaults: [next])
                var script = DispenserScript(bench)
                _ = try bench.connect()
                for call in call.before { _ = try script.run(call) }
                let before = bench.inside
                let result = try #require(try bench.call(call))
                if case .failure(let fault) = result {
                    let text = call.complaint(
                        about: .failure(fault), before: before, after: bench.inside)
                    #expect(text == nil, "\(model) \(call) with \(sensor)")
                }
                #expect(bench.hostMotions <= call.before.count + 1)
            }
        }
    }

    @Test("A unit that answers nothing while it moves is driven where sensors prove the end")
    func silentInMotion() throws {
        let firmware = TTCEFirmware(
            version: "TTCE_K720_SIM1", prestages: true, answersInMotion: false)
        let bench = try TTCEBench(firmware: firmware)
        _ = try bench.connect()
        var script = DispenserScript(bench)
        #expect(try script.run(.feed) == nil)
        #expect(try script.run(.present) == nil)
        // Its own sign was never seen: a hand could have been first.
        #expect(try script.run(.retain) == .unknown)
        #expect(script.complaints.isEmpty)
    }
}
