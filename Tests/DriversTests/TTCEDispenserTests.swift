import DeviceProtocols
import Foundation
import KioskCore
import KioskPorts
import Simulator
import Testing

@testable import Drivers

/// Goal: a K720, K730 or K750 is driven as the kiosk's port promises, though it never says that a motion has ended. Method:
/// the production driver on the simulated units, with the machine's own faults, on virtual time.
@Suite struct TTCEDispenserTests {
    @Test("A whole job goes through, each motion with one ENQ", arguments: TTCEModel.allCases)
    func wholeJob(model: TTCEModel) throws {
        let bench = try TTCEBench(model)
        let identity = try #require(try bench.connect()?.get())
        #expect(identity.profile == "ttce-\(model.rawValue)-simulated")
        #expect(!identity.binCounterProven && identity.ownRetractSeconds == nil)
        #expect(bench.motionsSent == 0)
        var script = DispenserScript(bench)
        for call in [DispenserCall.observe, .feed, .observe, .present, .observe, .retain] {
            #expect(try script.run(call) == nil, "\(call)")
        }
        #expect(script.complaints.isEmpty)
        #expect(bench.motionsSent == 3 && bench.hostMotions == 3)
        #expect(bench.inside.bin.count == 1)
    }

    @Test("A K720 is driven over every kind of bridge", arguments: TestLink.allCases)
    func bridges(link: TestLink) throws {
        // Padded reports carry no bytes that a line would understand as nothing.
        guard link != .padded, link != .paddedWithoutOut else { return }
        let bench = try TTCEBench(link: link)
        var script = DispenserScript(bench)
        #expect(try script.run() == .noEffect)
        #expect(script.complaints.isEmpty)
    }

    @Test("A second job follows the first at once: the next card's staging is waited for")
    func secondJob() throws {
        let bench = try TTCEBench(.k720)
        _ = try bench.connect()
        var script = DispenserScript(bench)
        for call in [DispenserCall.feed, .retain, .feed, .present] {
            #expect(try script.run(call) == nil, "\(call)")
        }
        #expect(script.complaints.isEmpty)
    }

    @Test("The same unit is found among all profiles of the folder", arguments: TTCEModel.allCases)
    func foundAmongAll(model: TTCEModel) throws {
        let all = ["k720", "k720-simulated", "k730", "k730-simulated", "k750", "k750-simulated"]
        let bench = try TTCEBench(model, profiles: all)
        #expect(try bench.connect()?.get().profile == "ttce-\(model.rawValue)-simulated")
    }

    @Test("A unit at another speed is found")
    func speed() throws {
        let firmware = TTCEFirmware(baud: 19_200, version: "TTCE_K720_V2.**", prestages: true)
        let bench = try TTCEBench(firmware: firmware, profiles: ["k720"])
        #expect(try bench.connect()?.get().profile == "ttce-k720")
    }

    @Test("An empty hopper is said, and nothing moved", arguments: TTCEModel.allCases)
    func emptyHopper(model: TTCEModel) throws {
        let bench = try TTCEBench(model, blanks: 0)
        _ = try bench.connect()
        #expect(try bench.call(.observe)?.get().hopper == .empty)
        let fault = try #require(try bench.fault(.feed))
        #expect(fault.kind == .hopperEmpty && fault.card == .notMoved)
    }

    @Test(
        "A feed that brings nothing ran all the same: nobody knows", arguments: TTCEModel.allCases)
    func emptyFeed(model: TTCEModel) throws {
        let bench = try TTCEBench(model, machineFaults: [PlannedFault(.emptyFeed)])
        _ = try bench.connect()
        let fault = try #require(try bench.fault(.feed))
        #expect(fault.kind == .jam && fault.card == .unknown)
    }

    @Test(
        "A jam leaves the card unknown, at whichever motion", arguments: TTCEModel.allCases,
        [MachineFaultKind.jamOnFeed, .jamToReadPosition, .jamToExit, .jamToBin])
    func jam(model: TTCEModel, kind: MachineFaultKind) throws {
        let call: DispenserCall =
            kind == .jamToExit ? .present : kind == .jamToBin ? .retain : .feed
        let bench = try TTCEBench(model)
        _ = try bench.connect()
        var script = DispenserScript(bench)
        for call in call.before { #expect(try script.run(call) == nil) }
        try bench.obey(.fault(kind))
        #expect(try script.run(call) == .unknown)
        #expect(script.faults.last?.kind == .jam)
        #expect(bench.hostMotions == call.before.count + 1)
        #expect(try bench.call(.observe)?.get().path == .unknown)
        try script.recover()
        #expect(script.complaints.isEmpty)
    }

    @Test("Two cards that came together are never one", arguments: TTCEModel.allCases)
    func doubleFeed(model: TTCEModel) throws {
        let bench = try TTCEBench(model, machineFaults: [PlannedFault(.doubleFeed)])
        _ = try bench.connect()
        let fault = try #require(try bench.fault(.feed))
        #expect(fault.kind == .jam && fault.card == .unknown)
        #expect(try bench.call(.observe)?.get().path == .unknown)
        var script = DispenserScript(bench)
        try script.recover()
        #expect(script.complaints.isEmpty && bench.inside.bin.count == 2)
    }

    @Test("A full bin is seen before, and a card that it does not take stays")
    func fullBin() throws {
        let bench = try TTCEBench()
        _ = try bench.connect()
        var script = DispenserScript(bench)
        #expect(try script.run(.feed) == nil)
        try bench.obey(.fault(.binFull))
        let fault = try #require(try bench.fault(.retain))
        #expect(fault.kind == .binFull && fault.card == .notMoved)
        #expect(try bench.call(.observe)?.get().bin == .full)
    }
}

/// Goal: taken, retracted and gone are told apart as far as three sensors without a counter can. Method: hands and timers of
/// the machine against the production driver.
@Suite struct TTCEExitTests {
    private func presented(_ measures: MachineProfile = TTCEBench.measures) throws -> TTCEBench {
        let bench = try TTCEBench(measures: measures)
        _ = try bench.connect()
        var script = DispenserScript(bench)
        #expect(try script.run(.feed) == nil && script.run(.present) == nil)
        return bench
    }

    @Test("A card that a hand takes is seen at the mouth, then gone, without a count")
    func taken() throws {
        let bench = try presented()
        #expect(try bench.call(.observe)?.get().path == .atExit)
        try bench.obey(.takeCard)
        let after = try #require(try bench.call(.observe)?.get())
        #expect(after.path == .clear && after.binCount == nil)
        let evidence = ExitEvidence(
            sawTransition: true, binCountBefore: nil, binCountAfter: nil, counterProven: false,
            unitRetracts: false)
        #expect(evidence.removal == .taken)
    }

    @Test("A card that is taken as soon as it comes was presented")
    func takenAtOnce() throws {
        let bench = try TTCEBench()
        _ = try bench.connect()
        var script = DispenserScript(bench)
        #expect(try script.run(.feed) == nil)
        try bench.obey(.person(.takes(after: .milliseconds(1))))
        let seen = try #require(try bench.call(.present)).get()
        #expect(seen.path == .atExit)
        #expect(try bench.call(.observe)?.get().path == .clear)
        #expect(bench.inside.withPerson.count == 1)
    }

    @Test(
        "A unit that pulls a card back by a timer of its own is seen to move, and its card is not taken"
    )
    func retracted() throws {
        var measures = MachineProfile()
        measures.ownRetractAfter = .seconds(2)
        let bench = try presented(measures)
        var positions: [CardPosition] = []
        for _ in 0..<20 {
            try bench.wait(.milliseconds(300))
            positions.append(try #require(try bench.call(.observe)).get().path)
        }
        #expect(positions.first == .atExit && positions.contains(.unknown))
        #expect(positions.last == .clear && bench.inside.bin.count == 1)
        let evidence = ExitEvidence(
            sawTransition: true, binCountBefore: nil, binCountAfter: nil, counterProven: false,
            unitRetracts: true)
        #expect(evidence.removal == .unclear)
    }

    @Test("A card that was gone before it was to be retained is not sent for, and unknown")
    func goneBefore() throws {
        let bench = try presented()
        let look = try #require(try bench.call(.observe)?.get())
        try bench.obey(.takeCard)
        let dispenser = bench.dispenser
        let fault = try #require(
            try bench.run { () async -> DispenserFault? in
                do throws(DispenserFault) {
                    _ = try await dispenser.retain(after: look)
                    return nil
                } catch {
                    return error
                }
            } ?? nil)
        #expect(fault.kind == .refused && fault.card == .unknown)
        #expect(bench.motionsSent == 2)
    }

    @Test("A card that a hand pulls while it is drawn back is unknown")
    func grabbed() throws {
        let bench = try presented()
        try bench.obey(.fault(.grabbedOnRetract))
        try bench.obey(.person(.manual))
        var script = DispenserScript(bench)
        #expect(try script.run(.retain) == .unknown)
        #expect(script.complaints.isEmpty)
    }
}

/// Goal: only a commissioned unit moves a card. Method: units that are not quite the profile's, and profiles that no driver
/// could use.
@Suite struct TTCEIdentityTests {
    @Test(
        "A unit whose version is not the profile's to the letter is refused every motion",
        arguments: [
            "TTCE_K720_SIM2", "TTCE_K720_SIM1 ", "ttce_k720_sim1", "TTCE_K720_SIM", "\u{1}X",
        ])
    func strangers(version: String) throws {
        let bench = try TTCEBench(firmware: TTCEFirmware(version: version, prestages: true))
        #expect(try bench.connect()?.get().profile == nil)
        try expectNoMotion(bench)
    }

    @Test("A unit that two profiles claim is refused every motion")
    func ambiguous() throws {
        let bench = try TTCEBench(profiles: ["k720-simulated", "k720-simulated"])
        #expect(try bench.connect()?.get().profile == nil)
        try expectNoMotion(bench)
    }

    @Test("The document's profiles match no unit before commissioning writes its version")
    func documents() throws {
        for model in TTCEModel.allCases {
            let profile = try TTCEBench.profile(model.rawValue)
            #expect(profile.version.contains("*"))
            #expect(!profile.showsMotion && !profile.refusalProvesStandstill)
        }
    }

    @Test("A profile cannot use a reset, an address above 15, or a poll that disturbs the unit")
    func profileBounds() throws {
        let good = try String(
            decoding: Data(contentsOf: TTCEBench.profilePath("k720")), as: UTF8.self)
        let bad = [
            ("\"FC7\"", "\"RS\""), ("\"CP\"", "\"DB\""), ("\"address\": 15", "\"address\": 16"),
            ("\"poll\": 250", "\"poll\": 199"), ("\"motion\": 10000", "\"motion\": 0"),
            ("[9600, 19200, 38400, 4800]", "[]"), ("TTCE_K720_V2.**\",\n  \"line", "\",\n  \"line"),
        ]
        for (from, to) in bad {
            let text = good.replacingOccurrences(of: from, with: to)
            #expect(text != good)
            #expect(throws: DispenserProfileError.self, "\(to)") {
                _ = try TTCEProfile(json: Data(text.utf8))
            }
        }
    }

    private func expectNoMotion(_ bench: TTCEBench) throws {
        for call in DispenserCall.motions {
            let fault = try #require(try bench.fault(call))
            #expect(fault.kind == .notCommissioned && fault.card == .notMoved)
        }
        #expect(bench.motionsSent == 0 && bench.hostMotions == 0)
    }
}

/// Goal: every state has one meaning on each profile, and what is not certain is unknown. Method: all 65,536 states against
/// rules of the test's own.
@Suite struct TTCEStateTests {
    @Test("All 65,536 states", arguments: TTCEModel.allCases)
    func states(model: TTCEModel) throws {
        let profile = try TTCEBench.profile(model.profile)
        var counts: [CardPosition: Int] = [:]
        for bits in UInt16.min...UInt16.max {
            let seen = profile.observation(TTCEStatus(TTCEFlags(rawValue: bits)))
            counts[seen.path, default: 0] += 1
            let isStrange = bits & 0x0C60 != 0 || model != .k720 && bits & 0x0004 != 0
            let path: CardPosition =
                isStrange
                ? .unknown
                : [.clear, .atExit, .unknown, .atReadPosition][Int(bits & 0x3)]
            let isStaged = model == .k720 && bits & 0x0004 != 0
            let hopper: HopperLevel =
                model == .k720 && bits & 0x2000 != 0
                ? .unknown
                : bits & 0x0008 != 0
                    ? (isStaged ? .low : .empty) : bits & 0x0010 != 0 ? .low : .enough
            let bin: BinLevel = bits & 0x8000 != 0 ? .full : .room
            if seen.path != path || seen.hopper != hopper || seen.bin != bin
                || seen.binCount != nil
            {
                Issue.record("state \(bits) became \(seen)")
            }
        }
        #expect(Set(counts.keys) == Set(CardPosition.allCases))
    }

    @Test("A state that cannot be read is unknown in everything, and its bytes are kept")
    func unreadable() throws {
        let seen = try TTCEBench.profile("k720").observation(TTCEStatus([0x2F, 0x47, 0x30, 0x30]))
        #expect(seen.path == .unknown && seen.hopper == .unknown && seen.bin == .unknown)
        #expect(seen.raw == [0x2F, 0x47, 0x30, 0x30])
    }
}
