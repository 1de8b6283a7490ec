import DeviceProtocols
import Drivers
import Foundation
import KioskCore
import KioskPorts
import Simulator
import Testing

/// The simulated units of the family, each with the profile that is written for it.
enum TTCEModel: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case k720, k730, k750

    var firmware: TTCEFirmware {
        switch self {
        case .k720: .k720
        case .k730: .k730
        case .k750: .k750
        }
    }

    var profile: String { rawValue + "-simulated" }

    var testDescription: String { rawValue }
}

/// A K720, K730 or K750 on the bench.
final class TTCEBench: MachineBench {
    let faults: TTCEFaults

    init(
        _ model: TTCEModel = .k720, firmware: TTCEFirmware? = nil, profiles: [String]? = nil,
        faults planned: [PlannedLineFault<TTCEFaultKind>] = [],
        machineFaults: [PlannedFault] = [], tamper: Tamper? = nil, link: TestLink = .ch340,
        measures: MachineProfile = measures, blanks: Int = MachineBench.blanks,
        trace: [any USBTraceSink] = []
    ) throws {
        let faults = TTCEFaults(planned)
        self.faults = faults
        let firmware = firmware ?? model.firmware
        try super.init(
            unit: { TTCEUnit(firmware: firmware, mechanism: $0, faults: faults) },
            driver: { clock, open in
                TTCEDispenser(
                    profiles: try (profiles ?? [model.profile]).map(Self.profile), clock: clock,
                    open: open)
            }, machineFaults: machineFaults, tamper: tamper, link: link, measures: measures,
            blanks: blanks, trace: trace)
    }

    /// As these units have no timer of their own.
    static var measures: MachineProfile {
        var measures = MachineProfile()
        measures.ownRetractAfter = nil
        return measures
    }

    static func profile(_ name: String) throws -> TTCEProfile {
        try TTCEProfile(json: Data(contentsOf: profilePath(name)))
    }

    static func profilePath(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../hardware/ttce/profiles/\(name).json")
    }

    /// An ENQ whose packet was a motion's, and reached the unit last.
    override var motionsSent: Int {
        var isMotion = false
        var count = 0
        for message in cable.messages(.toUnit) {
            if message.first == TTCEControl.execute.rawValue {
                if isMotion { count += 1 }
                isMotion = false
            } else if message.count > 7 {
                isMotion = message[5] == 0x46 || Array(message[5...6]) == [0x43, 0x50]
            }
        }
        return count
    }

    /// One sensor sees both the way out and the mouth.
    override func looksAs(_ station: Station) -> CardPosition? {
        station == .exitPath ? .atExit : nil
    }
}
