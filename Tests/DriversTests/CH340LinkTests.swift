import Drivers
import KioskCore
import KioskPorts
import Simulator
import Testing

/// Goal: whatever the bridge does to one transfer, and wherever in a job its plug is pulled, the driver ends with a
/// named fault that is true about the card, and connects again. Method: every kind of trouble at every transfer of
/// connect, observe, feed, present and retain, judged by the machine's own record, on virtual time.
@Suite struct CH340LinkTests {
    /// Set-up requests of one connection: version, initialise, divisor, line control, modem control.
    private static let requests = 5

    @Test(
        "Trouble at each set-up request is a fault by name, and the next connection works",
        arguments: [BridgeTrouble.stall, .silence, .empty, .pulledBefore, .pulledAfter],
        0..<requests)
    func setUp(trouble: BridgeTrouble, index: Int) throws {
        let bench = try DispenserBench()
        bench.bridge.plan(trouble, .control, at: index)
        let result = try #require(try bench.connect())
        #expect(bench.bridge.isHit)
        // Only the version is asked for; an empty answer to any other request is its normal one.
        if trouble == .empty, index > 0 {
            #expect(throws: Never.self) { try result.get() }
        } else if case .failure(let fault) = result {
            #expect(fault.kind == .disconnected && fault.card == .notMoved)
        } else {
            Issue.record("connected over \(trouble) at request \(index)")
        }
        if !bench.inside.plugged.contains(.dispenser) { try bench.obey(.plug(.dispenser)) }
        #expect(try bench.connect()?.get().profile == "crt-591-simulated")
        #expect(bench.record.moves == 0)
    }

    @Test("A version of one byte is enough")
    func shortVersion() throws {
        let bench = try DispenserBench()
        bench.bridge.plan(.short, .control, at: 0)
        #expect(try bench.connect()?.get().profile == "crt-591-simulated")
    }

    @Test(
        "A chip of any version is configured so that it sends at once",
        arguments: [TestLink.ch340Version27, .ch340Version30, .ch340])
    func versions(link: TestLink) throws {
        let bench = try DispenserBench(link: link)
        var script = DispenserScript(bench)
        #expect(try script.run() == .noEffect)
        #expect(script.complaints.isEmpty)
        // One version request, and line control only where the chip knows it.
        let perConnection = link != .ch340Version27 ? Self.requests : Self.requests - 1
        #expect(bench.bridge.counts[.control] == 2 * perConnection)
    }

    @Test(
        "Trouble at each transfer of a whole job says nothing untrue, and ends",
        arguments: [BridgeTrouble.stall, .silence, .overflow, .pulledBefore, .pulledAfter],
        [TamperedBridge.Kind.out, .in])
    func everyTransfer(trouble: BridgeTrouble, kind: TamperedBridge.Kind) throws {
        // Only what comes can be too much.
        if trouble == .overflow, kind == .out { return }
        let plain = try DispenserBench()
        var script = DispenserScript(plain)
        #expect(try script.runToFirstFault() == .noEffect)
        let transfers = try #require(plain.bridge.counts[kind])
        let undisturbed = plain.cable.messages(.toUnit).count
        var endings: [Ending: Int] = [:]
        for index in 0..<transfers {
            let bench = try DispenserBench()
            bench.bridge.plan(trouble, kind, at: index)
            var script = DispenserScript(bench, undisturbed: undisturbed)
            endings[try script.run(), default: 0] += 1
            #expect(bench.bridge.isHit, "\(index)")
            #expect(script.complaints.isEmpty, "\(trouble) at \(kind.rawValue) transfer \(index)")
        }
        let counts = Ending.allCases.map { "\($0.rawValue) \(endings[$0, default: 0])" }
        print(
            "CH340 \(trouble) at each of \(transfers) \(kind.rawValue) transfers: "
                + counts.joined(separator: ", "))
        #expect(endings.values.reduce(0, +) == transfers)
    }

    @Test(
        "A plug pulled in each motion leaves its card unknown or where it was, and the unit answers again"
    )
    func pulledInMotion() throws {
        for call in DispenserCall.motions {
            let bench = try DispenserBench()
            var script = DispenserScript(bench)
            _ = try bench.connect()
            for call in call.before { _ = try script.run(call) }
            try bench.obey(.fault(.dispenserUnplugged))
            let ending = try script.run(call)
            #expect(ending == .unknown, "\(call)")
            #expect(script.faults.last?.kind == .disconnected)
            try script.recover()
            #expect(script.complaints.isEmpty, "\(call)")
        }
    }
}
