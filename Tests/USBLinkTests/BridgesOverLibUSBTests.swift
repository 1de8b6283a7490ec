import Drivers
import KioskCore
import KioskPorts
import Simulator
import Testing
import USBLink

/// Goal: what the driver's tests show on virtual time holds over real libusb. Method: the same driver, chips and unit, with
/// libusb and the simulated folder between them, plugged in, pulled and plugged in again.
@Suite struct BridgesOverLibUSBTests {
    /// A chip of each kind of transfer and request.
    enum Bridge: String, CaseIterable, Codable, Sendable {
        case ftdi, pl2303HX, pl2303HXN, cp210x, cdcACM, cp2110

        func model(unit: any SerialUnit) -> any SimulatedUSBDevice {
            switch self {
            case .ftdi: FTDIBridge(unit: unit)
            case .pl2303HX: PL2303Bridge(.hx, unit: unit)
            case .pl2303HXN: PL2303Bridge(.hxn, unit: unit)
            case .cp210x: CP210xBridge(unit: unit)
            case .cdcACM: CDCBridge(unit: unit)
            case .cp2110: ReportBridge(.cp2110, unit: unit)
            }
        }
    }

    @Test(
        "A dispenser feeds over each chip, is gone when pulled, and answers again",
        arguments: Bridge.allCases)
    func drives(bridge: Bridge) async {
        LibUSBRig.arrangePreload()
        await #expect(processExitsWith: .success) { [bridge] in
            let rig = try LibUSBRig()
            let (machine, dispenser) = try Self.dispenser(on: rig)
            let device = bridge.model(
                unit: CRT591Unit(firmware: .simulated, mechanism: machine))
            try await Self.plug(device, rig)
            #expect(try await dispenser.connect().profile == "crt-591-simulated")
            let look = try await dispenser.observe()
            #expect(try await dispenser.feed(after: look).path == .atReadPosition)
            rig.folder.unplug(port: 1)
            await #expect(throws: DispenserFault.self) { try await dispenser.observe() }
            try await Self.plug(device, rig)
            #expect(try await dispenser.connect().profile == "crt-591-simulated")
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

    private static func dispenser(
        on rig: LibUSBRig
    ) throws -> (RunningMachine, CRT591Dispenser) {
        var profile = MachineProfile()
        profile.motors = profile.motors.sped(by: 1_000)
        var contents = Machine(profile: profile, person: Person(.manual))
        var mint = CardMint(seed: 1)
        try contents.load(mint.cards(2, of: .blank))
        let machine = RunningMachine(.init(machine: contents, mint: mint), auditor: { _ in })
        let (bus, bridges) = (rig.bus, try ChurnBench.bridges())
        let dispenser = CRT591Dispenser(
            profiles: [try ChurnBench.impatientProfile()], clock: RealTimeClock()
        ) { () throws(ByteLinkFault) in
            try await bridges.open(on: bus, clock: RealTimeClock())
        }
        return (machine, dispenser)
    }
}
