package import CampusFaults

/// Tier A: worlds of the abstract campus, each from its seed.
package enum AbstractCampus {
    /// Runs one world; a break comes with the shortest schedule of faults found that leads to it.
    package static func run(_ settings: WorldSettings) -> SimulationReport {
        let world = AbstractWorld(settings)
        let report = world.run()
        guard let found = report.breaks.first else { return report }
        let schedule = ScheduleShrinking.shortest(found.schedule) { strikes in
            again(settings, only: strikes)?.invariant == found.invariant
        }
        var shrunk = report
        shrunk.replaceBreaks([again(settings, only: schedule) ?? found])
        return shrunk
    }

    private static func again(_ settings: WorldSettings, only strikes: [FaultStrike]) -> Break? {
        let world = AbstractWorld(
            WorldSettings(
                seed: settings.seed, cases: settings.cases, kiosks: settings.kiosks,
                faults: .listed(strikes)))
        return world.run().breaks.first
    }
}
