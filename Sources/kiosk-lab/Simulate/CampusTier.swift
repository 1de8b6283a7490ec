import AbstractCampus
import CampusFaults
import Foundation
import SimulatedCampus

/// Worlds of tier B: the production code over simulated devices, audited by a program that shares nothing with it.
enum CampusTier {
    static let casesPerWorld = 500
    /// In the long form one world in so many is audited, and each that breaks something.
    private static let sample: UInt64 = 20

    static func report(_ settings: CampusWorldSettings) -> SimulationReport {
        do {
            return try OwnThread.run {
                try World.report(
                    settings, folder: folder(), audit: { try audit($0, settings) },
                    tell: { FileHandle.standardError.write(Data("\r\u{1B}[K\($0)\n".utf8)) })
            }
        } catch {
            return failed(settings, "the world cannot be made: \(error)")
        }
    }

    /// Runs a world again.
    /// - Parameters:
    ///   - word: tells all that names this instead, a card's UID for example.
    ///   - records: a folder for the journals, the store and the physical truth, as they are at the end.
    /// - Returns: what happened at the kiosk of one case (of the last one when none is named), and what was broken.
    static func replay(
        _ settings: CampusWorldSettings, case step: Int?, about word: String?, records: String?
    ) throws -> (story: [String], breaks: [Break]) {
        try OwnThread.run {
            var told = settings
            told.isTold = true
            let world = try World(told, folder: folder())
            let breaks = world.run().breaks
            if let records { _ = try world.write(to: URL(filePath: records)) }
            let number = min(step ?? told.cases, told.cases)
            let story = word.map { world.story?.about($0) } ?? world.story?.ofCase(number)
            return (story ?? [], breaks)
        }
    }

    static func settings(
        seed: UInt64, cases: Int, kiosks: Int, faults: WorldSettings.Faults
    ) -> CampusWorldSettings {
        var settings = CampusWorldSettings(seed: seed)
        settings.cases = cases
        settings.kiosks = kiosks
        switch faults {
        case .drawn(let rates): settings.faults = .drawn(rates)
        case .listed(let strikes): settings.faults = .listed(strikes)
        }
        return settings
    }

    private static func audit(_ world: World, _ settings: CampusWorldSettings) throws -> [String] {
        let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"
        guard !isLong || settings.seed % sample == 0 || !world.breaks.isEmpty else { return [] }
        let script = URL(filePath: "Tests/audit/audit.py")
        guard FileManager.default.fileExists(atPath: script.path()) else {
            return ["\(script.path()) is not here: run this in the project's folder"]
        }
        let records = folder()
        defer { try? FileManager.default.removeItem(at: records) }
        return try WorldAudit(world.write(to: records), script: script).findings
    }

    private static func folder() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "kiosk-world-\(UUID().uuidString)")
    }

    private static func failed(_ settings: CampusWorldSettings, _ detail: String)
        -> SimulationReport
    {
        var report = SimulationReport(faults: FaultCounts(), simulatedSeconds: 0)
        report.add(Break(invariant: .k12, seed: settings.seed, step: 0, detail: detail))
        return report
    }
}
