import AbstractCampus
import ArgumentParser
import CampusFaults

/// What a world is made of: the same options and seed make the same world.
struct WorldOptions: ParsableArguments {
    @Option(
        help: "A: core, store rules and abstract devices. B: the production code over devices.")
    var tier = SimulationTier.a

    @Option(help: "How many kiosks share the store.")
    var kiosks = 3

    @Option(help: "all, none, or NAME=RATE,… (all may lead the list).")
    var faults = "all"

    func validate() throws {
        guard WorldSettings.kioskRange.contains(kiosks) else {
            throw ValidationError("--kiosks is \(kiosks); it must be from 1 to 9.")
        }
        do {
            _ = try FaultRates(parsing: faults)
        } catch {
            throw ValidationError("--faults: \(error)")
        }
    }

    var rates: FaultRates { (try? FaultRates(parsing: faults)) ?? .none }

    /// As they stand in a command, without those that are usual.
    var asWritten: String {
        (tier == .a ? "" : "--tier \(tier.rawValue) ") + "--kiosks \(kiosks)"
    }
}

/// How much of the system a world holds.
enum SimulationTier: String, ExpressibleByArgument, CaseIterable {
    /// Core, store rules and abstract devices.
    case a = "A"
    /// All production code above USB, network and printer, with real SQLite and card cryptography.
    case b = "B"

    /// Cases in one world.
    var casesPerWorld: Int {
        switch self {
        case .a: WorldSettings.casesPerWorld
        case .b: CampusTier.casesPerWorld
        }
    }

    /// Runs one world to its end.
    func run(
        seed: UInt64, cases: Int, kiosks: Int, faults: WorldSettings.Faults
    ) -> SimulationReport {
        switch self {
        case .a:
            AbstractCampus.run(
                WorldSettings(seed: seed, cases: cases, kiosks: kiosks, faults: faults))
        case .b:
            CampusTier.report(
                CampusTier.settings(seed: seed, cases: cases, kiosks: kiosks, faults: faults))
        }
    }
}
