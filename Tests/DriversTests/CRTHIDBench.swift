import DeviceProtocols
import Drivers
import Foundation
import KioskPorts
import Simulator
import Testing

/// A unit of CREATOR's with HID reports of its own on the bench.
final class CRTHIDBench: MachineBench {
    let faults: CRTHIDFaults

    init(
        firmware: CRTHIDFirmware = .simulated, profiles: [CRTHIDProfile]? = nil,
        faults planned: [PlannedLineFault<CRTHIDFaultKind>] = [],
        machineFaults: [PlannedFault] = [], tamper: Tamper? = nil, link: TestLink = .padded,
        measures: MachineProfile = MachineProfile(), blanks: Int = MachineBench.blanks,
        trace: [any USBTraceSink] = []
    ) throws {
        let faults = CRTHIDFaults(planned)
        self.faults = faults
        try super.init(
            unit: { CRTHIDUnit(firmware: firmware, mechanism: $0, faults: faults) },
            driver: { clock, open in
                CRTHIDDispenser(
                    profiles: try profiles ?? [Self.profile()], clock: clock, open: open)
            }, machineFaults: machineFaults, tamper: tamper, link: link, measures: measures,
            blanks: blanks, trace: trace)
    }

    static func profile(_ name: String = "simulated") throws -> CRTHIDProfile {
        try CRTHIDProfile(json: Data(contentsOf: profilePath(name)))
    }

    /// A profile with some of its text changed.
    static func profile(
        _ name: String = "simulated", replacing changes: [(from: String, to: String)]
    ) throws -> CRTHIDProfile {
        var text = try String(decoding: Data(contentsOf: profilePath(name)), as: UTF8.self)
        for (from, to) in changes {
            try #require(text.contains(from), "\(from)")
            text = text.replacingOccurrences(of: from, with: to)
        }
        return try CRTHIDProfile(json: Data(text.utf8))
    }

    static func profilePath(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../hardware/crt-hid/profiles/\(name).json")
    }

    /// The packets that went out, by command and parameter.
    var commandsSent: [[UInt8]] {
        cable.messages(.toUnit).filter { $0.first == CRTHIDFrame.start }.map { Array($0[4...5]) }
    }

    override var motionsSent: Int {
        commandsSent.count { [[0x32, 0x32], [0x30, 0x31], [0x30, 0x32]].contains($0) }
    }

    /// Connects, and brings the machine to where the call makes sense.
    static func ready(
        for call: DispenserCall, _ bench: CRTHIDBench
    ) throws -> DispenserScript {
        _ = try #require(try bench.connect()).get()
        var script = DispenserScript(bench)
        for call in call.before { #expect(try script.run(call) == nil) }
        return script
    }
}
