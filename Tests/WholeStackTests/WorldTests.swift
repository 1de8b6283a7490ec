import CampusFaults
import Foundation
import SimulatedCampus
import Testing

/// Goal: whatever goes wrong, and in whatever combination, no card and no yuan is lost, and when nothing goes wrong any
/// more everything comes to rest (K1–K13). Method: whole worlds of several kiosks under seeded faults, judged by checks
/// in the process and by an auditor that shares no code with them.
@Suite(.serialized) struct WorldTests {
    @Test("A world without faults ends with every case at rest and nothing to explain")
    func noFaults() throws {
        var settings = CampusWorldSettings(seed: 1)
        settings.cases = 6
        settings.faults = .drawn(.none)
        let world = try WorldRun(settings)
        world.expectWhole()
        #expect(world.report.cases == 6)
    }

    @Test("The same seed makes the same world to the last byte", arguments: [7])
    func repeats(seed: UInt64) throws {
        var settings = CampusWorldSettings(seed: seed)
        settings.cases = 10
        let (first, second) = (try WorldRun(settings), try WorldRun(settings))
        #expect(first.report == second.report)
        #expect(try first.world.digest() == second.world.digest())
    }

    @Test("The listed faults of a world make the same world as the drawn ones")
    func listed() throws {
        var settings = CampusWorldSettings(seed: 9)
        settings.cases = 10
        let drawn = try WorldRun(settings)
        settings.faults = .listed(drawn.world.strikes)
        let listed = try WorldRun(settings)
        #expect(try drawn.world.digest() == listed.world.digest())
    }

    @Test("Worlds with every fault keep every invariant", arguments: seeds)
    func everyFault(seed: UInt64) throws {
        var settings = CampusWorldSettings(seed: seed)
        settings.cases = Extent.isLong ? 500 : 20
        try WorldRun(settings).expectWhole()
    }

    static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["KIOSK_SEEDS"]?.split(separator: ",").compactMap {
            UInt64($0)
        } ?? (Extent.isLong ? Array(1...20) : [1, 2])
}

/// One world, run and audited.
struct WorldRun {
    let world: World
    let report: SimulationReport
    private let settings: CampusWorldSettings

    init(_ changed: CampusWorldSettings) throws {
        var settings = changed
        settings.isTold = Self.isTold
        self.settings = settings
        world = try World(settings, folder: Self.folder())
        report = world.run()
    }

    private static let isTold =
        ProcessInfo.processInfo.environment["KIOSK_CAMPUS_LOG"] != nil

    private static func folder() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "kiosk-world-\(UUID().uuidString)")
    }

    /// Nothing is broken, and the auditor agrees.
    func expectWhole(at place: SourceLocation = #_sourceLocation) {
        for found in report.breaks {
            Issue.record(
                "seed \(settings.seed): \(found.invariant.rawValue) in case \(found.step): \(found.detail)",
                sourceLocation: place)
        }
        do {
            let folder = Self.folder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let audit = try WorldAudit(world.write(to: folder), script: Self.auditor)
            #expect(audit.findings == [], "seed \(settings.seed)", sourceLocation: place)
        } catch {
            Issue.record(error, sourceLocation: place)
        }
        if Self.isTold {
            world.story?.lines.forEach { print($0) }
            print(report.table(elapsedSeconds: 1, replay: "replay"))
        }
    }

    static let auditor = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "audit/audit.py")
}
