import CampusFaults
import Testing

/// Goal: what a simulation is told to inject is what it injects, and a failing schedule gets short.
@Suite struct FaultTests {
    @Test("There are at least forty faults, each with a name that is read back")
    func namesAreReadBack() {
        #expect(FaultKind.allCases.count >= 40)
        for kind in FaultKind.allCases { #expect(FaultKind.named(Substring(kind.name)) == kind) }
    }

    @Test("Every fault is played somewhere, and nearly all of them in whole worlds")
    func everyFaultIsPlayed() {
        for kind in FaultKind.allCases { #expect(!kind.stages.isEmpty, "\(kind.name)") }
        for stage in [FaultStage.abstractCampus, .wholeStack] {
            #expect(FaultKind.allCases.count { $0.stages.contains(stage) } >= 55)
        }
    }

    @Test("Every fault has a rate of its own when all are on")
    func allMeansAll() {
        for kind in FaultKind.allCases { #expect((0..<0.5).contains(kind.ordinaryRate)) }
        for kind in FaultKind.allCases { #expect(kind.ordinaryRate > 0) }
    }

    @Test("Rates are read as written", arguments: ["all", "none", "all,powerCut=1", "powerCut=1"])
    func ratesAreRead(text: String) throws {
        var injector = FaultInjector(rates: try FaultRates(parsing: text), seed: 1)
        let certain = (1...100).count { _ in injector.strikes(.powerCut) }
        let ordinary = (1...20_000).count { _ in injector.strikes(.powerCut) }
        if text.contains("=1") { #expect(certain == 100) }
        if text == "none" { #expect(ordinary == 0) }
        if text == "all" { #expect((1...400).contains(ordinary)) }
    }

    @Test(
        "What cannot be read is named",
        arguments: ["powercut=1", "powerCut", "powerCut=2", "powerCut=x", "powerCut=1,none"])
    func unreadableRates(text: String) {
        #expect(throws: FaultRatesError.self) { try FaultRates(parsing: text) }
    }

    @Test("A list of strikes makes the same strikes again, and none after the faults stop")
    func strikesRepeat() {
        func run(_ injector: inout FaultInjector) {
            for _ in 1...2_000 { for kind in FaultKind.allCases { _ = injector.strikes(kind) } }
        }
        var drawn = FaultInjector(rates: .all, seed: 7)
        run(&drawn)
        #expect(!drawn.strikes.isEmpty)
        var listed = FaultInjector(only: drawn.strikes)
        run(&listed)
        #expect(listed.strikes == drawn.strikes)
        for strike in drawn.strikes {
            #expect(FaultStrike(parsing: Substring(strike.description)) == strike)
        }
        #expect(listed.counts == drawn.counts)
        drawn.stop()
        let before = drawn.strikes.count
        run(&drawn)
        #expect(drawn.strikes.count == before)
    }

    @Test("A schedule shrinks to the two faults that matter")
    func shrinking() {
        let all = (1...97).map { FaultStrike(kind: .powerCut, occasion: $0) }
        let needed: Set = [all[13], all[71]]
        var runs = 0
        let short = ScheduleShrinking.shortest(all) {
            runs += 1
            return needed.isSubset(of: Set($0))
        }
        #expect(Set(short) == needed)
        #expect(runs <= ScheduleShrinking.runLimit)
    }

    @Test("A break that needs no fault shrinks to none")
    func shrinkingToNothing() {
        let all = (1...9).map { FaultStrike(kind: .jamFeeding, occasion: $0) }
        #expect(ScheduleShrinking.shortest(all) { _ in true }.isEmpty)
    }

    @Test("Reports of parts add up")
    func reportsAddUp() {
        var injector = FaultInjector(rates: .all, seed: 3)
        for _ in 1...5_000 where injector.strikes(.powerCut) { injector.mark(.powerCut) }
        var part = SimulationReport(faults: injector.counts, simulatedSeconds: 60)
        part.count(ending: "delivered")
        part.count(.k1, checked: 4)
        part.add(Break(invariant: .k1, seed: 9, step: 3, detail: "two cards"))
        var whole = part
        whole += part
        #expect(whole.worlds == 2 && whole.cases == 2 && whole.breaks.count == 2)
        #expect(whole.endings == ["delivered": 2] && whole.checks == ["K1": 8])
        #expect(whole.simulatedSeconds == 120)
        let injected = injector.counts.injections(of: .powerCut)
        #expect(injected > 0 && whole.faults.marks(of: .powerCut) == 2 * injected)
        let text = whole.table(elapsedSeconds: 2, replay: "kiosk-lab replay")
        #expect(text.contains("kiosk-lab replay 9:3"))
        #expect(text.contains("powerCut"))
    }
}
