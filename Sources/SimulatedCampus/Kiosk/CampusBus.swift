import Drivers
import Foundation
import KioskPorts
import Simulator

/// The simulated USB between one machine and whatever kiosk process is alive.
final class CampusBus: Sendable {
    let bus: InProcessBus
    /// What goes wrong in the devices' protocols.
    let packets: PacketFaults
    private let onBus: MachineOnBus

    /// - Parameter trace: is told of all traffic; nil for none.
    init(
        machine: RunningMachine, clock: VirtualClock, random: SeededRandom,
        trace: (any USBTraceSink)?
    ) throws {
        bus = InProcessBus(clock: clock, trace: trace)
        packets = PacketFaults(
            reader: MachineDevices.reader(of: machine, random: { SeededSource(random) }))
        var devices = MachineDevices.models(
            of: machine, firmware: .simulated, lineFaults: packets.line,
            random: { SeededSource(random) })
        devices[.reader] = packets.reader
        onBus = MachineOnBus(
            machine: machine, devices: devices, front: bus, now: { clock.monotonic() })
        try onBus.follow()
    }

    /// Keeps the bus in step with plugs and power, for as long as the campus lives.
    func follow() async {
        do {
            try await onBus.run()
        } catch {
            preconditionFailure("a bus in process has no folder that could fail: \(error)")
        }
    }
}

/// The commissioned profile of the simulated dispensers, from `hardware/crt-591`.
enum SimulatedProfile {
    static func read() throws -> CRT591Profile {
        try CRT591Profile(json: Data(contentsOf: path))
    }

    /// A campus is simulated from a checkout, where the profiles lie beside the sources.
    private static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../hardware/crt-591/profiles/simulated.json")
}
