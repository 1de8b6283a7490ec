import CampusCard
import Foundation
import Journal
import KioskCore
import KioskPorts
import KioskRuntime
import SimulatedCampus
import Simulator

/// Replacements in a row on one campus, and what they cost.
struct CaseSeries {
    private let campus: Campus

    init(seed: UInt64, motorScale: Int) throws {
        var settings = CampusSettings()
        settings.seed = seed
        settings.motorScale = motorScale
        settings.blanks = 250
        settings.fee = .zero
        settings.replacementLimit = 1_000_000
        settings.person = .takes(after: .seconds(1))
        campus = try Campus(
            settings,
            folder: FileManager.default.temporaryDirectory
                .appending(path: "kiosk-bench-\(UUID().uuidString)"))
    }

    /// - Parameter progress: told after each replacement how many are done.
    func run(_ count: Int, progress: (Int) -> Void) throws -> CaseFigures {
        var figures = CaseFigures()
        for done in 1...count {
            try reloadIfNeeded()
            let start = ProcessUsage.now()
            let rows = campus.cutting.appendCount
            try wait { $0 == .idle && campus.look().state.readiness.canReplace }
            let watch = campus.clock.monotonic()
            let waited = try visit()
            figures.add(
                processor: ProcessUsage.now().processor - start.processor,
                appends: campus.cutting.appendCount - rows,
                elapsed: campus.clock.monotonic() - watch - waited)
            if done == max(1, count / 10) { figures.residentEarly = ProcessUsage.now().resident }
            progress(done)
        }
        figures.residentLate = ProcessUsage.now().resident
        figures.meter = campus.settings.meter
        return figures
    }

    /// One replacement, from the tap on the home page to the tap that leaves the last one.
    /// - Returns: how long the machine waited for its student.
    private func visit() throws -> Duration {
        campus.act(.tap(.choose(.replaceLostCard)))
        campus.act(.logIn(CampusNames.student, CampusNames.password))
        try wait { if case .reviewing = $0 { true } else { false } }
        campus.act(.tap(.goOn))
        campus.act(.tap(.consent))
        try wait { if case .awaitingPickup = $0 { true } else { false } }
        let atExit = campus.clock.monotonic()
        try wait { if case .showing(.delivered, _) = $0 { true } else { false } }
        let taken = campus.clock.monotonic()
        campus.act(.tap(.finish))
        return taken - atExit
    }

    private func wait(until fits: (Phase) -> Bool) throws {
        guard campus.wait(atMost: .seconds(120), until: fits) else {
            throw BenchFailure(phase: "\(campus.phase)")
        }
    }

    private func reloadIfNeeded() throws {
        let blanks = 200
        guard try campus.journal.stock().remaining < 2 else { return }
        let now = campus.clock.monotonic()
        _ = try campus.machine.obey(.load(blanks), now: now)
        let found = campus.machine.contents(now: now).machine.hopper.count
        _ = campus.ask { await $0.count(.hopper, found: found, by: "bench") }
    }
}

/// A replacement of the series that did not come through.
struct BenchFailure: Error, CustomStringConvertible {
    let phase: String
    var description: String { "measuring replacements: stuck in \(phase)" }
}
