package import CampusFaults
package import Foundation

extension World {
    /// One world to its end. A break is shrunk to the shortest schedule of faults found that leads to it; one break of
    /// each invariant is enough to be looked into.
    /// - Parameters:
    ///   - folder: for files that the worlds need, each in a place of its own; it is removed.
    ///   - audit: looks at the world when it is at rest, and says what else is wrong with it.
    ///   - tell: hears of breaks, and of the search for their shortest schedules.
    package static func report(
        _ settings: CampusWorldSettings, folder: URL,
        audit: @escaping (World) throws -> [String] = { _ in [] },
        tell: @escaping (String) -> Void = { _ in }
    ) throws -> SimulationReport {
        let world = try World(settings, folder: folder)
        _ = world.run()
        try world.heed(audit)
        var report = world.summary(breaks: [])
        var seen: Set<Invariant> = []
        for found in world.breaks where seen.insert(found.invariant).inserted {
            tell("seed \(settings.seed): \(found.invariant.rawValue) is broken: \(found.detail)")
            var search = WorldSearch(settings, folder: folder, audit: audit, tell: tell)
            report.add(search.shortest(found))
        }
        return report
    }

    private static let auditor = "the auditor: "

    /// Adds what an auditor finds.
    fileprivate func heed(_ audit: (World) throws -> [String]) throws {
        for finding in try audit(self) { add(.k12, Self.auditor + finding) }
    }

    /// Whether only the auditor has seen it.
    fileprivate static func isAuditors(_ found: Break) -> Bool {
        found.detail.hasPrefix(auditor)
    }
}

/// Looks for the shortest world that still breaks an invariant: first with fewer cases, then with fewer faults.
private struct WorldSearch {
    private var settings: CampusWorldSettings
    private let folder: URL
    private let audit: (World) throws -> [String]
    private let tell: (String) -> Void
    /// Cases and worlds that were run in search.
    private var spent = 0
    private var worlds = 0

    /// The most cases that are run in search of one break: each costs milliseconds.
    private static let caseLimit = 5_000
    /// Cases that are run after the one in which it broke.
    private static let margin = 5

    init(
        _ settings: CampusWorldSettings, folder: URL,
        audit: @escaping (World) throws -> [String], tell: @escaping (String) -> Void
    ) {
        self.settings = settings
        self.folder = folder
        self.audit = audit
        self.tell = tell
    }

    mutating func shortest(_ found: Break) -> Break {
        var short = found
        let fewer = found.step + Self.margin
        if fewer < settings.cases, let again = world(cases: fewer, found.schedule, found) {
            settings.cases = fewer
            short = again
        }
        let kept = ScheduleShrinking.shortest(short.schedule) { strikes in
            guard spent < Self.caseLimit else { return false }
            guard let again = world(cases: settings.cases, strikes, found) else { return false }
            tell(
                "seed \(found.seed): \(found.invariant.rawValue) also with \(strikes.count) faults")
            short = again
            return true
        }
        short.schedule = kept
        return short
    }

    /// The break as a world with only these faults shows it; nil when it does not.
    private mutating func world(
        cases: Int, _ strikes: [FaultStrike], _ found: Break
    ) -> Break? {
        spent += cases
        worlds += 1
        var fewer = settings
        fewer.cases = cases
        fewer.faults = .listed(strikes)
        // A world that cannot be made breaks nothing.
        let place = folder.appending(path: "search-\(worlds)")
        guard let world = try? World(fewer, folder: place) else { return nil }
        let isAuditors = World.isAuditors(found)
        _ = world.run(until: isAuditors ? nil : found.invariant)
        if isAuditors { try? world.heed(audit) }
        return world.breaks.first {
            $0.invariant == found.invariant && World.isAuditors($0) == isAuditors
        }
    }
}
