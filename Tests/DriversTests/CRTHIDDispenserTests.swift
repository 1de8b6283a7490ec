import DeviceProtocols
import Foundation
import KioskCore
import KioskPorts
import Simulator
import Testing

@testable import Drivers

/// Goal: a unit with HID reports of its own is driven as the kiosk's port promises. Method: the production driver on the
/// simulated unit, with the machine's own faults, on virtual time.
@Suite struct CRTHIDDispenserTests {
    @Test(
        "A whole job goes through, each motion with one packet, with an OUT endpoint and without",
        arguments: [TestLink.padded, .paddedWithoutOut],
        [CRTHIDFirmware.simulated, .quiet])
    func wholeJob(link: TestLink, firmware: CRTHIDFirmware) throws {
        let bench = try CRTHIDBench(firmware: firmware, link: link)
        let identity = try #require(try bench.connect()?.get())
        #expect(identity.profile == "crt-hid-simulated" && identity.serialNumber == "0591900042")
        #expect(identity.firmware == "CRT-591H-SIMU V1.00")
        #expect(identity.binCounterProven && identity.ownRetractSeconds == 60)
        #expect(bench.motionsSent == 0 && bench.hostMotions == 0)
        var script = DispenserScript(bench)
        for call in [DispenserCall.observe, .feed, .observe, .present, .observe, .retain] {
            #expect(try script.run(call) == nil, "\(call)")
        }
        #expect(script.complaints.isEmpty)
        #expect(bench.motionsSent == 3 && bench.hostMotions == 3)
        #expect(bench.inside.bin.count == 1)
        #expect(try bench.call(.observe)?.get().binCount == 1)
    }

    @Test("Only a unit that asks for it is initialised, once, and nothing stops or moves it")
    func initialised() throws {
        let bench = try CRTHIDBench()
        for _ in 0..<2 { _ = try #require(try bench.connect()) }
        #expect(bench.commandsSent.count { $0 == [0x30, 0x34] } == 1)
        try bench.obey(.powerCut)
        try bench.obey(.powerOn)
        #expect(try bench.connect()?.get().profile == "crt-hid-simulated")
        #expect(bench.commandsSent.count { $0 == [0x30, 0x34] } == 2)
        #expect(bench.commandsSent.allSatisfy { $0[0] != 0x30 || $0[1] == 0x34 })
        #expect(!bench.cable.messages(.toUnit).contains { $0.starts(with: [0x10, 0x04]) })
    }

    @Test("A unit that does not get ready has no profile, or is not connected")
    func neverReady() throws {
        let bench = try CRTHIDBench(
            faults: (1...6).map {
                PlannedLineFault(.initialisationForgotten, at: .setup, ordinal: $0)
            })
        // Initialised and forgotten: its name is refused.
        let identity = try #require(try bench.connect()?.get())
        #expect(identity.profile == nil && identity.firmware.isEmpty)
        let refusing = try CRTHIDBench(
            faults: (1...6).map { PlannedLineFault(.goodPacketRefused, at: .setup, ordinal: $0) })
        guard case .failure(let fault) = try #require(try refusing.connect()) else {
            Issue.record("a unit that refuses to get ready was connected")
            return
        }
        #expect(fault.kind == .timedOut && fault.detail == "connecting: no answer")
    }

    @Test("A unit that refuses to be initialised is asked again once nothing can move any more")
    func refusesToGetReady() throws {
        // It takes C04 for something that needs a card, and is ready all the same.
        let firmware = CRTHIDFirmware(
            version: "CRT-591H-SIMU V1.00", motions: [[0x30, 0x34]: .toExit])
        let bench = try CRTHIDBench(firmware: firmware)
        #expect(try bench.connect()?.get().profile == "crt-hid-simulated")
        #expect(bench.commandsSent.count { $0 == [0x30, 0x34] } == 1)
        #expect(bench.clock.monotonic() > .seconds(15))
    }

    @Test("A motion of before a crash runs on while the unit is looked for")
    func motionSurvives() throws {
        let bench = try CRTHIDBench()
        _ = bench.machine.begin(.toReadPosition, now: bench.clock.monotonic())
        #expect(try bench.connect()?.get().profile == "crt-hid-simulated")
        try bench.wait(.seconds(10))
        #expect(bench.inside.moving == nil)
        let ended = bench.truthEntries.filter { $0.event == .motionEnded }.compactMap(\.detail)
        #expect(ended == ["toReadPosition done"])
    }

    @Test("An empty hopper is said, and nothing moved")
    func emptyHopper() throws {
        let bench = try CRTHIDBench(blanks: 0)
        _ = try bench.connect()
        #expect(try bench.call(.observe)?.get().hopper == .empty)
        let fault = try #require(try bench.fault(.feed))
        #expect(fault.kind == .hopperEmpty && fault.card == .notMoved)
        #expect(fault.detail == "feed refused with A0")
    }

    @Test("A feed that brings nothing is known to have brought nothing")
    func emptyFeed() throws {
        let bench = try CRTHIDBench(machineFaults: [PlannedFault(.emptyFeed)])
        _ = try bench.connect()
        let fault = try #require(try bench.fault(.feed))
        #expect(fault.kind == .jam && fault.card == .notMoved)
    }

    @Test(
        "A jam leaves the card unknown, at whichever motion, and no second packet follows",
        arguments: [MachineFaultKind.jamOnFeed, .jamToReadPosition, .jamToExit, .jamToBin])
    func jam(kind: MachineFaultKind) throws {
        let call: DispenserCall =
            kind == .jamToExit ? .present : kind == .jamToBin ? .retain : .feed
        let bench = try CRTHIDBench()
        var script = try CRTHIDBench.ready(for: call, bench)
        try bench.obey(.fault(kind))
        #expect(try script.run(call) == .unknown)
        #expect(script.faults.last?.kind == .jam)
        #expect(bench.motionsSent == call.before.count + 1)
        #expect(try bench.call(.observe)?.get().path == .unknown)
        try script.recover()
        #expect(script.complaints.isEmpty)
    }

    @Test("A jam that no sensor sees leaves the card unknown: it is not back in the hopper")
    func jamOutOfSight() throws {
        let bench = try CRTHIDBench(machineFaults: [PlannedFault(.jamOnFeed)])
        try bench.obey(.sensor(.throat, .off))
        _ = try bench.connect()
        let fault = try #require(try bench.fault(.feed))
        #expect(fault.kind == .jam && fault.card == .unknown)
    }

    @Test("Two cards that came together are never one")
    func doubleFeed() throws {
        let bench = try CRTHIDBench(machineFaults: [PlannedFault(.doubleFeed)])
        _ = try bench.connect()
        let fault = try #require(try bench.fault(.feed))
        #expect(fault.card == .unknown)
        #expect(try bench.call(.observe)?.get().path == .unknown)
        var script = DispenserScript(bench)
        try script.recover()
        #expect(script.complaints.isEmpty && bench.inside.bin.count == 2)
    }

    @Test("A full bin is seen before, and a card that it does not take stays")
    func fullBin() throws {
        let bench = try CRTHIDBench()
        _ = try CRTHIDBench.ready(for: .retain, bench)
        try bench.obey(.fault(.binFull))
        let fault = try #require(try bench.fault(.retain))
        #expect(fault.kind == .binFull && fault.card == .notMoved)
        #expect(try bench.call(.observe)?.get().bin == .full)
    }

    @Test("A unit that lost its power is not ready, and moves nothing before it is connected again")
    func notReset() throws {
        let bench = try CRTHIDBench(
            faults: [PlannedLineFault(.initialisationForgotten, at: .query, ordinal: 5)])
        _ = try bench.connect()
        var kinds: [DispenserFaultKind] = []
        for _ in 0..<4 {
            if let fault = try bench.fault(.observe) { kinds.append(fault.kind) }
        }
        #expect(kinds.last == .notReset && bench.motionsSent == 0)
        #expect(try bench.connect()?.get().profile == "crt-hid-simulated")
        var script = DispenserScript(bench)
        #expect(try script.run(.feed) == nil)
    }
}

/// Goal: taken is told from retracted. Method: hands and timers of the machine against the production driver, with a
/// counter that commissioning has proven and without.
@Suite struct CRTHIDExitTests {
    private func presented(_ profile: CRTHIDProfile? = nil) throws -> CRTHIDBench {
        let bench = try CRTHIDBench(profiles: try [profile ?? CRTHIDBench.profile()])
        var script = try CRTHIDBench.ready(for: .present, bench)
        #expect(try script.run(.present) == nil)
        return bench
    }

    private func evidence(
        _ before: DispenserObservation, _ after: DispenserObservation,
        _ identity: DispenserIdentity
    ) -> Removal {
        ExitEvidence(
            sawTransition: true, binCountBefore: before.binCount, binCountAfter: after.binCount,
            counterProven: identity.binCounterProven,
            unitRetracts: identity.ownRetractSeconds != nil
        ).removal
    }

    @Test("A card that a hand takes is taken, by a counter that stood still")
    func taken() throws {
        let bench = try presented()
        let before = try #require(try bench.call(.observe)?.get())
        #expect(before.path == .atExit)
        try bench.obey(.takeCard)
        let after = try #require(try bench.call(.observe)?.get())
        #expect(after.path == .clear && after.binCount == before.binCount)
        #expect(evidence(before, after, try #require(try bench.connect()?.get())) == .taken)
    }

    @Test("A card that the unit's own timer draws back is retracted, by a counter that counted")
    func retracted() throws {
        let bench = try presented()
        let before = try #require(try bench.call(.observe)?.get())
        try bench.wait(.seconds(70))
        let after = try #require(try bench.call(.observe)?.get())
        #expect(after.path == .clear && bench.inside.bin.count == 1)
        #expect(evidence(before, after, try #require(try bench.connect()?.get())) == .retracted)
    }

    @Test("Without a counter neither is concluded on a unit with a timer of its own")
    func unclear() throws {
        let bench = try presented(
            CRTHIDBench.profile(replacing: [
                (#"{ "offset": 72, "digits": 8 }"#, "null"),
                (#""binCounterProven": true"#, #""binCounterProven": false"#),
            ]))
        let before = try #require(try bench.call(.observe)?.get())
        try bench.obey(.takeCard)
        let after = try #require(try bench.call(.observe)?.get())
        #expect(after.path == .clear && after.binCount == nil)
        #expect(evidence(before, after, try #require(try bench.connect()?.get())) == .unclear)
    }

    @Test("A card that a hand pulls while it is drawn back is unknown")
    func grabbed() throws {
        let bench = try presented()
        try bench.obey(.fault(.grabbedOnRetract))
        var script = DispenserScript(bench)
        #expect(try script.run(.retain) == .unknown)
        #expect(script.faults.last?.kind == .movedByHand && script.complaints.isEmpty)
    }

    @Test("A presented card that is taken before anybody looks was presented")
    func quickHand() throws {
        let bench = try CRTHIDBench()
        var script = try CRTHIDBench.ready(for: .present, bench)
        try bench.obey(.person(.takes(after: .milliseconds(1))))
        let result = try #require(try bench.call(.present))
        #expect(try result.get().path == .atExit)
        #expect(try script.run(.observe) == nil)
        #expect(try bench.call(.observe)?.get().path == .clear)
    }
}
