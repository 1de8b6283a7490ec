import DeviceProtocols
import Drivers
import Foundation
import KioskPorts
import Simulator
import Synchronization
import Testing

/// A CRT-591 unit on the bench.
final class DispenserBench: MachineBench {
    let faults: CRT591Faults

    init(
        firmware: CRT591Firmware = .simulated, profiles: [String] = ["simulated"],
        faults planned: [CRT591PlannedFault] = [], machineFaults: [PlannedFault] = [],
        tamper: Tamper? = nil, link: TestLink = .ch340, format: SerialFormat = .eightNoneOne,
        seed: UInt64 = 1, trace: [any USBTraceSink] = []
    ) throws {
        let faults = CRT591Faults(planned)
        self.faults = faults
        try super.init(
            unit: { CRT591Unit(firmware: firmware, mechanism: $0, faults: faults) },
            driver: { clock, open in
                CRT591Dispenser(
                    profiles: try profiles.map(Self.profile), clock: clock, open: open)
            }, machineFaults: machineFaults, tamper: tamper, link: link, format: format, seed: seed,
            trace: trace)
    }

    static func profile(_ name: String) throws -> CRT591Profile {
        try CRT591Profile(json: Data(contentsOf: profilePath(name)))
    }

    static func profilePath(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../hardware/crt-591/profiles/\(name).json")
    }

    /// Another unit takes the place at the end of the line; it has just been switched on.
    func exchange(for firmware: CRT591Firmware) {
        cable.exchange(for: CRT591Unit(firmware: firmware, mechanism: machine))
    }
}

/// What the kiosk asks of a connected dispenser.
enum DispenserCall: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case observe, feed, present, retain

    static let motions: [DispenserCall] = [.feed, .present, .retain]

    /// The calls that bring a machine with an empty path to where this one makes sense.
    var before: [DispenserCall] {
        switch self {
        case .observe, .feed: []
        case .present, .retain: [.feed]
        }
    }

    var testDescription: String { rawValue }
}

/// Everything that really happened.
final class TruthLog: Sendable {
    private let log = Mutex<[TruthEntry]>([])

    func add(_ entries: [TruthEntry]) { log.withLock { $0 += entries } }

    var entries: [TruthEntry] { log.withLock { $0 } }
}

/// Whether something happened in the machine.
final class News: Sendable {
    private let flag = Mutex(false)

    func put() { flag.withLock { $0 = true } }

    var isThere: Bool { flag.withLock { $0 } }

    func take() -> Bool {
        flag.withLock { flag in
            defer { flag = false }
            return flag
        }
    }
}
