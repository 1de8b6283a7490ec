import ArgumentParser
import CardPrimitives
import Simulator

/// The dispensers that the machine can have, by the profiles in `hardware`.
enum DispenserChoice: String, CaseIterable, ExpressibleByArgument {
    case simulated
    case m001
    case r02
    case k720
    case k730
    case k750
    case hid

    static var allNames: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// A model for each of the machine's plugs.
    func devices(
        of machine: RunningMachine, heardBy log: TrafficLog
    ) -> [Plug: any SimulatedUSBDevice] {
        MachineDevices.models(
            of: machine, dispenser: dispenser(of: machine), random: { SystemRandom() }
        ).reduce(into: [:]) { devices, entry in
            devices[entry.key] = ListenedDevice(
                entry.value, plug: entry.key, log: log, dispenser: language)
        }
    }

    /// Whether the unit pulls an untaken card back by its own timer.
    var mayRetract: Bool {
        switch self {
        case .simulated, .m001, .r02, .hid: true
        case .k720, .k730, .k750: false
        }
    }

    private func dispenser(of machine: RunningMachine) -> any SimulatedUSBDevice {
        switch self {
        case .simulated: crt591(.simulated, machine)
        case .m001: crt591(.m001, machine)
        case .r02: crt591(.r02, machine)
        case .k720: ttce(.k720, machine)
        case .k730: ttce(.k730, machine)
        case .k750: ttce(.k750, machine)
        case .hid:
            ReportBridge(.padded, unit: CRTHIDUnit(firmware: .simulated, mechanism: machine))
        }
    }

    private func crt591(_ firmware: CRT591Firmware, _ machine: RunningMachine) -> CH340Bridge {
        CH340Bridge(unit: CRT591Unit(firmware: firmware, mechanism: machine))
    }

    private func ttce(_ firmware: TTCEFirmware, _ machine: RunningMachine) -> CH340Bridge {
        CH340Bridge(unit: TTCEUnit(firmware: firmware, mechanism: machine))
    }

    private var language: DispenserLanguage {
        switch self {
        case .simulated, .m001, .r02: .crt591
        case .k720: .ttce(address: TTCEFirmware.k720.address)
        case .k730: .ttce(address: TTCEFirmware.k730.address)
        case .k750: .ttce(address: TTCEFirmware.k750.address)
        case .hid: .crtHID
        }
    }
}
