import ArgumentParser
import CardPrimitives
import Simulator

/// The dispensers that the machine can have, by the profiles in `hardware/crt-591`.
enum DispenserChoice: String, CaseIterable, ExpressibleByArgument {
    case simulated
    case m001
    case r02

    static var allNames: String { allCases.map(\.rawValue).joined(separator: " or ") }

    /// A model for each of the machine's plugs.
    func devices(
        of machine: RunningMachine, heardBy log: TrafficLog
    ) -> [Plug: any SimulatedUSBDevice] {
        MachineDevices.models(of: machine, firmware: firmware, random: { SystemRandom() })
            .reduce(into: [:]) { devices, entry in
                devices[entry.key] = ListenedDevice(entry.value, plug: entry.key, log: log)
            }
    }

    private var firmware: CRT591Firmware {
        switch self {
        case .simulated: .simulated
        case .m001: .m001
        case .r02: .r02
        }
    }
}
