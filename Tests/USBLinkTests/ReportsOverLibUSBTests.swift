import Drivers
import Foundation
import KioskCore
import KioskPorts
import Simulator
import Testing
import USBLink

/// Goal: what the driver's tests show of units with HID reports on virtual time holds over real libusb. Method: the same
/// driver and unit, with an OUT endpoint and without, with libusb and the simulated folder between them, plugged in, pulled
/// and plugged in again.
@Suite struct ReportsOverLibUSBTests {
    /// How reports go out.
    enum Output: String, CaseIterable, Codable, Sendable {
        case endpoint, setReport

        var bridge: ReportBridge.Kind { self == .endpoint ? .padded : .paddedWithoutOut }
    }

    @Test(
        "A unit with reports of its own feeds, is gone when pulled, and answers again",
        arguments: Output.allCases)
    func drives(output: Output) async {
        LibUSBRig.arrangePreload()
        await #expect(processExitsWith: .success) { [output] in
            let rig = try LibUSBRig()
            var profile = MachineProfile()
            profile.motors = profile.motors.sped(by: 1_000)
            var contents = Machine(profile: profile, person: Person(.manual))
            var mint = CardMint(seed: 1)
            try contents.load(mint.cards(2, of: .blank))
            let machine = RunningMachine(.init(machine: contents, mint: mint), auditor: { _ in })
            let unit = CRTHIDUnit(firmware: .simulated, mechanism: machine)
            let device = ReportBridge(output.bridge, unit: unit)
            let dispenser = try Self.dispenser(on: rig.bus)
            try await Self.plug(device, rig)
            #expect(try await dispenser.connect().profile == "crt-hid-simulated")
            // The counters take two reports.
            let look = try await dispenser.observe()
            #expect(look.binCount == 0)
            #expect(try await dispenser.feed(after: look).path == .atReadPosition)
            rig.folder.unplug(port: 1)
            await #expect(throws: DispenserFault.self) { try await dispenser.observe() }
            try await Self.plug(device, rig)
            #expect(try await dispenser.connect().profile == "crt-hid-simulated")
            #expect(try await dispenser.observe().path == .atReadPosition)
            await dispenser.disconnect()
            #expect(rig.bus.lent == (0, 0))
            await rig.close()
        }
    }

    private static func plug(_ device: any SimulatedUSBDevice, _ rig: LibUSBRig) async throws {
        try rig.folder.plug(device, port: 1)
        _ = try await opened(port: 1, of: rig.bus).close()
    }

    private static func dispenser(on bus: LibUSBBus) throws -> CRTHIDDispenser {
        let shipped = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../hardware/crt-hid/profiles/simulated.json")
        let bridges = try ChurnBench.bridges()
        return CRTHIDDispenser(
            profiles: [try CRTHIDProfile(json: Data(contentsOf: shipped))], clock: RealTimeClock()
        ) { () throws(ByteLinkFault) in
            try await bridges.open(on: bus, clock: RealTimeClock())
        }
    }
}
