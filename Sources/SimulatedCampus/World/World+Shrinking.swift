package import CampusFaults
package import Foundation

extension World {
    /// The most worlds that are run again in search of a shorter schedule: each costs seconds.
    private static let shrinkingRuns = 40

    /// One world to its end. A break is shrunk to the shortest schedule of faults found that leads to it; one break of
    /// each invariant is enough to be looked into.
    /// - Parameters:
    ///   - folder: for files that the worlds need; it is removed.
    ///   - audit: looks at the world when it is at rest, and says what else is wrong with it.
    package static func report(
        _ settings: CampusWorldSettings, folder: URL,
        audit: (World) throws -> [String] = { _ in [] }
    ) throws -> SimulationReport {
        let world = try World(settings, folder: folder)
        _ = world.run()
        for finding in try audit(world) { world.add(.k12, "the auditor: \(finding)") }
        var report = world.summary(breaks: [])
        var seen: Set<Invariant> = []
        for found in world.breaks where seen.insert(found.invariant).inserted {
            report.add(shrunk(found, settings, folder))
        }
        return report
    }

    private static func shrunk(
        _ found: Break, _ settings: CampusWorldSettings, _ folder: URL
    ) -> Break {
        var runs = 0
        var short = found
        short.schedule = ScheduleShrinking.shortest(found.schedule) { strikes in
            guard runs < shrinkingRuns else { return false }
            runs += 1
            var fewer = settings
            fewer.faults = .listed(strikes)
            // A world that cannot be made breaks nothing.
            guard let world = try? World(fewer, folder: folder) else { return false }
            return world.run().breaks.contains { $0.invariant == found.invariant }
        }
        return short
    }
}
