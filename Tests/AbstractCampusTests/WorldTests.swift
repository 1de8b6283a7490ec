import AbstractCampus
import CampusFaults
import Foundation
import KioskCore
import Testing

/// Goal: nothing is lost whatever strikes, and a run can be seen again. Method: worlds of tier A with every fault; the long
/// form runs many more of them.
@Suite("A campus of core and rules")
struct WorldTests {
    private static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"

    private static func settings(
        _ seed: UInt64, _ rates: FaultRates = .all, cases: Int = 60
    ) -> WorldSettings {
        WorldSettings(seed: seed, cases: cases, kiosks: 3, faults: .drawn(rates))
    }

    @Test("The same seed gives the same run, to the last step", arguments: UInt64(1)...6)
    func sameSeedSameRun(seed: UInt64) {
        let runs = (1...2).map { _ in
            let world = AbstractWorld(Self.settings(seed))
            let report = world.run()
            return (report, world.fingerprint, world.step)
        }
        #expect(runs[0] == runs[1], "seed \(seed)")
    }

    @Test("Other seeds give other runs")
    func otherSeedsOtherRuns() {
        let prints = (UInt64(1)...6).map { seed in
            let world = AbstractWorld(Self.settings(seed))
            _ = world.run()
            return world.fingerprint
        }
        #expect(Set(prints).count == prints.count)
    }

    @Test("With every fault, no invariant breaks")
    func nothingBreaks() {
        var whole = SimulationReport()
        for seed in UInt64(1)...(Self.isLong ? 500 : 25) {
            whole += AbstractCampus.run(Self.settings(seed, cases: 200))
        }
        print(whole.table(elapsedSeconds: 0, replay: "kiosk-lab replay"))
        #expect(whole.breaks.isEmpty)
        #expect(whole.cases >= 25 * 200)
    }

    @Test("Every fault that has a meaning here strikes and is met, and no other does")
    func everyFaultStrikes() throws {
        // Those that are rare are raised, so that each is met a dozen times and no chance decides.
        let rare = try FaultRates(
            parsing: "all,storeDownForDays=0.003,storeRestored=0.01,diskFull=0.002,syncError=0.002,"
                + "databaseLocked=0.002,journalTornTail=0.002,clockJumpsForward=0.01,"
                + "clockJumpsBack=0.01,sensorBounce=0.05,usbResetByOther=0.01,usbStall=0.02,"
                + "storeRefuses=0.01,jamRetaining=0.03,cardTakenAtCapture=0.1,"
                + "binFullAtCapture=0.03,binCounterStuck=0.03,binCounterWraps=0.02,"
                + "cardLostBeforeAPDU=0.01,cardLostAfterAPDU=0.01")
        var whole = SimulationReport()
        for seed in UInt64(1)...20 {
            whole += AbstractCampus.run(Self.settings(seed, rare, cases: 200))
        }
        #expect(whole.breaks.isEmpty)
        for kind in FaultKind.allCases {
            let isPlayed = kind.stages.contains(.abstractCampus)
            #expect((whole.faults.injections(of: kind) > 0) == isPlayed, "\(kind.name)")
            #expect((whole.faults.marks(of: kind) > 0) == isPlayed, "\(kind.name)")
        }
    }

    @Test("Without faults every case ends as its student wished")
    func withoutFaults() {
        let report = AbstractCampus.run(Self.settings(3, .none, cases: 200))
        #expect(report.breaks.isEmpty)
        let troubled: [Outcome] = [.suspected, .commitUnanswered, .unreachable, .notPresented]
        for ending in troubled { #expect(report.endings[ending.name] == nil) }
        #expect(report.endings[Outcome.delivered.name, default: 0] > 60)
    }

    @Test("A run with the faults that struck is the run again")
    func listedFaultsRepeat() {
        let drawn = AbstractWorld(Self.settings(11))
        _ = drawn.run()
        let listed = AbstractWorld(
            WorldSettings(
                seed: 11, cases: 60, kiosks: 3, faults: .listed(drawn.struck)))
        _ = listed.run()
        #expect(listed.fingerprint == drawn.fingerprint)
    }

    @Test("The story of a case begins with the student's choice and has an end")
    func story() {
        let world = AbstractWorld(Self.settings(5, .none, cases: 20), isTold: true)
        _ = world.run()
        let lines = world.story?.ofCase(at: nil) ?? []
        #expect(lines.first?.contains("the student wants") == true)
        #expect(lines.contains { $0.contains("the kiosk is at home") })
    }
}
