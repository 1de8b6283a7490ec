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

    init(
        seed: UInt64, motorScale: Int, log: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        var settings = CampusSettings()
        settings.seed = seed
        settings.motorScale = motorScale
        settings.blanks = 250
        settings.fee = .zero
        settings.replacementLimit = 1_000_000
        settings.person = .takes(after: .seconds(1))
        settings.log = log
        campus = try Campus(
            settings,
            folder: FileManager.default.temporaryDirectory
                .appending(path: "kiosk-bench-\(UUID().uuidString)"))
        // A database in memory would grow with its rows, and hide whether anything else does.
        try campus.restoreStore(from: campus.backUpStore(), announced: false, inFile: true)
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

    /// Replacements until the journal has so many rows.
    /// - Parameter progress: told now and then how many rows there are.
    /// - Returns: how many there are in the end.
    func fill(rows: Int, progress: (Int) -> Void) throws -> Int {
        var filled = 0
        while filled < rows {
            for _ in 1...100 {
                try reloadIfNeeded()
                try wait { $0 == .idle && campus.look().state.readiness.canReplace }
                _ = try visit()
            }
            filled = Int(try JournalReader(path: campus.journalPath).ledger().rows)
            progress(filled)
        }
        return filled
    }

    /// Ends the kiosk's process while a card is being encoded.
    func stopWhileEncoding() throws {
        try reloadIfNeeded()
        try wait { $0 == .idle && campus.look().state.readiness.canReplace }
        try begin()
        try wait { if case .encoding = $0 { true } else { false } }
        try campus.killKiosk()
    }

    /// Starts it again, and lets it recover.
    func startAgain() throws {
        try campus.startKiosk()
        try wait { $0 == .idle }
    }

    /// One replacement, from the tap on the home page to the tap that leaves the last one.
    /// - Returns: how long the machine waited for its student.
    private func visit() throws -> Duration {
        try begin()
        try wait { if case .awaitingPickup = $0 { true } else { false } }
        let atExit = campus.clock.monotonic()
        try wait { if case .showing(.delivered, _) = $0 { true } else { false } }
        let taken = campus.clock.monotonic()
        campus.act(.tap(.finish))
        return taken - atExit
    }

    /// From the home page to the consent.
    private func begin() throws {
        campus.act(.tap(.choose(.replaceLostCard)))
        campus.act(.logIn(CampusNames.student, CampusNames.password))
        try wait { if case .reviewing = $0 { true } else { false } }
        campus.act(.tap(.goOn))
        campus.act(.tap(.consent))
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
