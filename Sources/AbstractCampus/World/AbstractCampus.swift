package import CampusFaults

/// Tier A: worlds of the abstract campus, each from its seed.
package enum AbstractCampus {
    /// Runs one world; a break comes with the shortest schedule of faults found that leads to it.
    package static func run(_ settings: WorldSettings) -> SimulationReport {
        let world = AbstractWorld(settings)
        let report = world.run()
        guard let found = report.breaks.first else { return report }
        var shrunk = report
        shrunk.replaceBreaks([shortest(found, settings, begun: world.begunCases)])
        return shrunk
    }

    /// The break by the fewest faults found: first with as few cases as show it, which makes each try short.
    private static func shortest(_ found: Break, _ settings: WorldSettings, begun: Int) -> Break {
        func again(_ strikes: [FaultStrike], _ lastCase: Int) -> Break? {
            let world = AbstractWorld(settings.only(strikes, lastCase: lastCase))
            return world.run().breaks.first { $0.invariant == found.invariant }
        }
        var cases = begun
        while cases > 1, again(found.schedule, cases / 2) != nil { cases /= 2 }
        let schedule = ScheduleShrinking.shortest(found.schedule) { again($0, cases) != nil }
        // A replay plays all cases; the later ones may hide what the first ones showed.
        return again(schedule, settings.cases)
            ?? again(
                ScheduleShrinking.shortest(found.schedule) { again($0, settings.cases) != nil },
                settings.cases) ?? found
    }
}
