import AbstractCampus
import CampusFaults
import Foundation

/// A range of seeds, each a world.
struct SimulationRun {
    let world: WorldOptions
    let casesPerWorld: Int
    let seeds: Range<UInt64>

    init(world: WorldOptions, cases: Int, firstSeed: UInt64) {
        self.world = world
        casesPerWorld = min(cases, world.tier.casesPerWorld)
        let worlds = (cases + casesPerWorld - 1) / casesPerWorld
        seeds = firstSeed..<firstSeed + UInt64(worlds)
    }

    var worlds: Int { seeds.count }

    /// Runs every world in this process.
    /// - Parameter progress: hears how many are done.
    func report(_ progress: (Int) -> Void) -> SimulationReport {
        var whole = SimulationReport()
        for (index, seed) in seeds.enumerated() {
            whole += report(of: seed)
            progress(index + 1)
        }
        return whole
    }

    func report(of seed: UInt64) -> SimulationReport {
        world.tier.run(
            seed: seed, cases: casesPerWorld, kiosks: world.kiosks, faults: .drawn(world.rates))
    }
}

/// A part of a run in a process of its own: it writes one line of JSON for each few worlds, which the whole adds up.
struct SimulationPart {
    let run: SimulationRun
    /// Cases in one line: some seconds.
    private static let casesInLine = 500

    func work() throws {
        var part = SimulationReport()
        for (index, seed) in run.seeds.enumerated() {
            part += run.report(of: seed)
            if part.cases >= Self.casesInLine || index + 1 == run.worlds {
                var line = try JSONEncoder().encode(part)
                line.append(UInt8(ascii: "\n"))
                try FileHandle.standardOutput.write(contentsOf: line)
                part = SimulationReport()
            }
        }
    }
}
