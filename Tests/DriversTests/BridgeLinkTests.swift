import DeviceProtocols
import Drivers
import Foundation
import KioskCore
import KioskPorts
import Simulator
import Testing

/// Goal: a dispenser is driven the same over every bridge, and whatever a bridge does, the driver ends with a named fault
/// that is true about the card. Method: a CRT-591 unit behind each simulated chip, trouble at each transfer, judged by the
/// machine's own record, on virtual time.
@Suite struct BridgeLinkTests {
    private static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"

    @Test(
        "A whole job goes through without a complaint, each motion in one transfer",
        arguments: TestLink.allCases)
    func wholeJob(link: TestLink) throws {
        let bench = try DispenserBench(link: link)
        var script = DispenserScript(bench)
        #expect(try script.run() == .noEffect)
        #expect(script.complaints.isEmpty)
        #expect(bench.record.moves == 3)
    }

    @Test(
        "A unit is found at each of its speeds", arguments: TestLink.lines,
        [9600, 19_200, 38_400, 57_600])
    func speeds(link: TestLink, baud: Int) throws {
        let bench = try DispenserBench(
            firmware: .m001(baud: baud), profiles: ["m001"], link: link)
        #expect(try bench.connect()?.get().profile == "crt-591-m001")
    }

    @Test("A unit at 115200 baud is found", arguments: TestLink.lines)
    func fastest(link: TestLink) throws {
        let bench = try DispenserBench(firmware: .r02, profiles: ["r02-hb-hdn"], link: link)
        #expect(try bench.connect()?.get().profile == "crt-591-r02-hb-hdn")
    }

    @Test("A line in another form than the unit's is silence", arguments: TestLink.lines)
    func otherForm(link: TestLink) throws {
        let even = try #require(SerialFormat(dataBits: 8, parity: .even, stopBits: .one))
        let bench = try DispenserBench(link: link, format: even)
        guard case .failure(let fault) = try #require(try bench.connect()) else {
            Issue.record("8N1 was understood as 8E1")
            return
        }
        // A chip that has no other form says so at once.
        #expect(fault.kind == (link == .ch340Version27 ? .disconnected : .timedOut))
        #expect(fault.card == .notMoved)
    }

    @Test(
        "Trouble at each request of a connection is a fault by name, and the next one works",
        arguments: TestLink.others,
        [BridgeTrouble.stall, .silence, .short, .empty, .pulledBefore, .pulledAfter])
    func requests(link: TestLink, trouble: BridgeTrouble) throws {
        let plain = try DispenserBench(link: link)
        #expect(throws: Never.self) { try plain.connect()?.get() }
        let requests = plain.bridge.counts[.control, default: 0]
        for index in 0..<requests {
            let bench = try DispenserBench(link: link)
            bench.bridge.plan(trouble, .control, at: index)
            switch try #require(try bench.connect()) {
            case .failure(let fault):
                #expect(fault.kind == .disconnected && fault.card == .notMoved, "\(index)")
            case .success(let identity):
                #expect(identity.profile == "crt-591-simulated", "\(index)")
                // A stall is how an HXN answers the question whether it is one.
                let isOwnAnswer = link == .pl2303HXN && index == 0 && trouble == .stall
                let isHarmless = trouble == .short || trouble == .empty
                // Without an OUT endpoint the last acknowledgement is a request, and the end of it all.
                let isOver =
                    link == .paddedWithoutOut && trouble == .pulledAfter && index == requests - 1
                #expect(
                    isOwnAnswer || isHarmless || isOver,
                    "\(trouble) at request \(index) went unseen")
            }
            #expect(bench.bridge.isHit)
            if !bench.inside.plugged.contains(.dispenser) { try bench.obey(.plug(.dispenser)) }
            #expect(try bench.connect()?.get().profile == "crt-591-simulated", "\(index)")
            #expect(bench.record.moves == 0)
        }
    }

    @Test(
        "A plug pulled before or after each transfer of a whole job says nothing untrue",
        arguments: TestLink.others, [TamperedBridge.Kind.out, .in])
    func everyPull(link: TestLink, kind: TamperedBridge.Kind) throws {
        // After one transfer is nearly before the next.
        try sweep(link, kind, Self.isLong ? [.pulledBefore, .pulledAfter] : [.pulledBefore])
    }

    @Test(
        "A stall, a silence or too much at a transfer of a whole job says nothing untrue",
        arguments: TestLink.others, [TamperedBridge.Kind.out, .in])
    func everyTrouble(link: TestLink, kind: TamperedBridge.Kind) throws {
        // Only what comes can be too much.
        let troubles: [BridgeTrouble] =
            kind == .in ? [.stall, .silence, .overflow] : [.stall, .silence]
        try sweep(link, kind, troubles, step: Self.isLong ? 1 : 7)
    }

    private func sweep(
        _ link: TestLink, _ kind: TamperedBridge.Kind, _ troubles: [BridgeTrouble], step: Int = 1
    ) throws {
        let plain = try DispenserBench(link: link)
        var script = DispenserScript(plain)
        #expect(try script.runToFirstFault() == .noEffect)
        // Without an OUT endpoint there is nothing to disturb.
        let transfers = plain.bridge.counts[kind, default: 0]
        #expect(transfers > 0 || link == .paddedWithoutOut && kind == .out)
        let undisturbed = plain.cable.messages(.toUnit).count
        var endings: [Ending: Int] = [:]
        for trouble in troubles {
            for index in stride(from: 0, to: transfers, by: step) {
                let bench = try DispenserBench(link: link)
                bench.bridge.plan(trouble, kind, at: index)
                var script = DispenserScript(bench, undisturbed: undisturbed)
                endings[try script.run(), default: 0] += 1
                #expect(bench.bridge.isHit, "\(index)")
                #expect(script.complaints.isEmpty, "\(trouble) at \(kind.rawValue) \(index)")
            }
        }
        let counts = Ending.allCases.map { "\($0.rawValue) \(endings[$0, default: 0])" }
        print(
            "\(link) \(troubles) at \(transfers) \(kind.rawValue) transfers, step \(step): "
                + counts.joined(separator: ", "))
    }
}

/// Goal: which chip a device is, is data. Method: the shipped table, and tables that are wrong.
@Suite struct SerialBridgesTests {
    @Test("The shipped table names every chip")
    func shipped() throws {
        let chips = try Set(TestLink.bridges().profiles.map(\.chip))
        #expect(chips == Set(BridgeChip.allCases))
    }

    @Test("A device that the table does not know is not opened")
    func unknown() throws {
        let bench = try Workbench()
        let (bus, clock) = (bench.bus, bench.clock)
        let other = SerialBridges([
            BridgeProfile(
                product: USBProductID(vendor: 0x0403, product: 0x6001), name: "FT232R",
                chip: .ftdi, proven: .simulated, source: "")
        ])
        let fault = try #require(
            bench.run { () async -> ByteLinkFault? in
                do throws(ByteLinkFault) {
                    _ = try await other.open(on: bus, clock: clock)
                    return nil
                } catch {
                    return error
                }
            })
        #expect(fault == .gone)
    }

    @Test(
        "A bridge that is not what its number says is unfit",
        arguments: [
            (BridgeChip.cdcACM, "no pair of bulk endpoints"),
            (.hidCounted, "no interrupt endpoint for reports"),
            (.hidPadded, "no interrupt endpoint for reports"),
        ])
    func misnamed(chip: BridgeChip, words: String) throws {
        let bench = try Workbench()
        let (bus, clock) = (bench.bus, bench.clock)
        let wrong = SerialBridges([
            BridgeProfile(
                product: USBProductID(vendor: 0x1A86, product: 0x7523), name: "neither",
                chip: chip, proven: .simulated, source: "")
        ])
        let fault = try #require(
            bench.run { () async -> ByteLinkFault? in
                do throws(ByteLinkFault) {
                    _ = try await wrong.open(on: bus, clock: clock)
                    return nil
                } catch {
                    return error
                }
            })
        #expect(fault == .unfit(words))
        #expect(fault?.description == "the serial bridge cannot be used: \(words)")
    }

    @Test(
        "A bridge that the system does not give out says why, and is opened once it does",
        arguments: [BusDeed.open, .claim])
    func refused(deed: BusDeed) throws {
        let bench = try Workbench()
        let (system, clock) = (RefusingBus(bench.bus), bench.clock)
        let bridges = try TestLink.bridges()
        let open: @Sendable () async -> ByteLinkFault? = {
            do throws(ByteLinkFault) {
                let link = try await bridges.open(on: system, clock: clock)
                await link.close()
                return nil
            } catch {
                return error
            }
        }
        for (refusal, isGone) in [
            (USBFault.busy(USBDeviceID(bus: 1, address: 1), doing: "claiming interface 0"), false),
            (.accessDenied(USBDeviceID(bus: 1, address: 1)), false),
            (.noSuchDevice(USBDeviceID(bus: 1, address: 1)), true),
        ] {
            system.refuse(deed) { _ in refusal }
            let fault = try #require(bench.run(open))
            #expect(fault == (isGone ? .gone : .bus(refusal)))
            #expect(
                fault?.description
                    == (isGone ? "the serial bridge is gone" : refusal.description))
            #expect(system.left == 0)
            // The opening that failed has let go of everything.
            #expect(try #require(bench.run(open)) == nil)
        }
    }

    @Test(
        "A table with a mistake is refused, with the value",
        arguments: [
            (#"{"bridges":[]}"#, "no bridge"),
            (row("1a86-7523"), "1a86-7523"),
            (row("1a86:7523") + "," + row("1a86:7523"), "1a86:7523"),
        ])
    func mistakes(rows: String, value: String) throws {
        let text = rows.hasPrefix(#"{"bridges"#) ? rows : #"{"bridges":["# + rows + "]}"
        #expect {
            try SerialBridges(json: Array(text.utf8))
        } throws: { error in
            (error as? BridgeProfileError)?.value == value
        }
    }

    private static func row(_ product: String) -> String {
        #"{"product":"\#(product)","name":"n","chip":"ch340","proven":"simulated","source":"s"}"#
    }
}
