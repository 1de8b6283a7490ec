import CampusCard
package import CampusFaults
import CentralStore
package import Foundation
import KioskCore
import KioskPorts
import KioskRuntime
import Simulator

/// Students in a row at several kiosks of one campus, while things go wrong; then nothing goes wrong any more, and
/// everything must come to rest.
///
/// Its tasks run on the executor's one thread, which the executor checks; hence unchecked.
package final class World: @unchecked Sendable {
    package let settings: CampusWorldSettings
    package let campus: Campus
    var injector: FaultInjector
    /// What each kiosk's journal has taken.
    private(set) var taken: [RowsTaken]
    /// Copies of journals that are to be spoiled at the end.
    var spoilings: [JournalSpoiling] = []
    /// Nil when nobody listens.
    package let story: WorldStory?
    package private(set) var breaks: [Break] = []
    var endings: [String] = []
    private var checked: [Invariant: Int] = [:]
    var nextCase = 0
    var sitesDone = 0
    /// Who stands at which kiosk.
    var present: [Int: Int] = [:]
    /// When each kiosk's disk ran full, the last time.
    var diskFilledAt: [Int: Duration] = [:]
    /// Nothing reaches the store: no technician can help.
    var isStoreAway = false
    /// Faults have stopped: what is still under way is brought to an end.
    private(set) var isCalm = false
    /// The case of the student who stands at each kiosk; 0 for nobody.
    var visitNumber: [Int]
    /// The last case that began at each kiosk.
    var lastCase: [Int]
    /// The numbers of cases by what the kiosks call them.
    private var numbers: [String: Int] = [:]
    /// What ends the world at once; nil for nothing.
    private var wanted: Invariant?

    /// - Parameter folder: for backups of the store, and the stores that take its place; journals lie in memory.
    package init(_ settings: CampusWorldSettings, folder: URL) throws {
        self.settings = settings
        let story = settings.isTold ? WorldStory() : nil
        var campusSettings = settings.campus
        if let story { campusSettings.log = { story.tell($0) } }
        campus = try Campus(campusSettings, folder: folder)
        self.story = story
        injector =
            switch settings.faults {
            case .drawn(let rates):
                FaultInjector(rates: rates, seed: settings.seed, strikesAtOnce: false)
            case .listed(let strikes): FaultInjector(only: strikes, strikesAtOnce: false)
            }
        taken = Array(repeating: RowsTaken(), count: settings.kiosks)
        visitNumber = Array(repeating: 0, count: settings.kiosks)
        lastCase = visitNumber
        story?.follow(campus.clock)
    }

    /// The faults that struck, in order: listed, they make the same world.
    package var strikes: [FaultStrike] { injector.strikes }

    var now: Duration { campus.clock.monotonic() }

    func draws(_ purpose: UInt64, _ number: Int) -> Draws {
        Draws(seed: settings.seed, purpose: purpose, number: number)
    }

    func sleep(_ duration: Duration) async {
        // Nothing cancels the people of a world.
        try? await campus.clock.sleep(for: duration)
    }

    func spawn(_ body: @escaping @Sendable () async -> Void) {
        Task(executorPreference: campus.executor) { await body() }
    }

    /// - Parameter number: the kiosk at which it was seen; nil when it is no single one's.
    func add(_ invariant: Invariant, at number: Int? = nil, _ detail: String) {
        let place = number.map { "\(campus.sites[$0].id): " } ?? ""
        story?.tell("\(place)\(invariant.rawValue) IS BROKEN: \(detail)")
        breaks.append(
            Break(
                invariant: invariant, seed: settings.seed,
                step: step(of: detail, at: number), detail: place + detail,
                cases: settings.cases, schedule: injector.strikes))
    }

    /// The number of the case that the text names, or else of the last one that began there.
    private func step(of detail: String, at number: Int?) -> Int {
        numbers.filter { detail.contains($0.key) }.map(\.value).min()
            ?? number.map { lastCase[$0] } ?? nextCase
    }

    func check(
        _ invariant: Invariant, _ holds: Bool, at number: Int? = nil,
        _ detail: @autoclosure () -> String
    ) {
        checked[invariant, default: 0] += 1
        if !holds { add(invariant, at: number, detail()) }
    }

    /// The whole life of the world.
    /// - Parameter wanted: an invariant whose break ends the world at once: nothing else is asked.
    package func run(until wanted: Invariant? = nil) -> SimulationReport {
        self.wanted = wanted
        for number in campus.sites.indices { live(number) }
        let limit = WorldLimits.perCase * settings.cases + .seconds(86_400)
        if !campus.executor.run(until: limit, { sitesDone == campus.sites.count || isFound }) {
            add(.k11, "after \(limit) only \(endings.count) of \(settings.cases) cases were over")
        }
        for number in campus.sites.indices { collectStruck(number) }
        injector.stop()
        isCalm = true
        guard !isFound else { return summary(breaks: breaks) }
        calmDown()
        WorldChecks(world: self).run()
        return summary(breaks: breaks)
    }

    private var isFound: Bool { wanted != nil && breaks.last?.invariant == wanted }

    func summary(breaks: [Break]) -> SimulationReport {
        var report = SimulationReport(
            faults: markedCounts(), simulatedSeconds: Double(now.components.seconds))
        for (name, times) in troublesByName() { report.count(trouble: name, times: times) }
        for ending in endings { report.count(ending: ending) }
        for (invariant, times) in checked.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            report.count(invariant, checked: times)
        }
        for found in breaks { report.add(found) }
        return report
    }

    /// Starts the people and the supervisor of one kiosk.
    private func live(_ number: Int) {
        let site = campus.sites[number]
        site.onEnd = { self.supervise(site) }
        site.onRows = { entries in
            for entry in entries { self.take(entry, number) }
            self.story?.tell(entries, of: site.id)
        }
        site.truth.onEntry { entry in
            self.story?.tell(entry, of: site.id)
            if entry.event == .powerCut { self.powerFailed(number) }
        }
        spawn { await self.serve(number) }
    }

    private func take(_ entry: JournalEntry, _ number: Int) {
        switch entry {
        case .caseBegun(let id, let job):
            numbers[id.text] = lastCase[number]
            if job == .replaceLostCard { checkReadiness(number) }
        case .callSent(_, .open, attempt: 1): checkReadiness(number)
        case .unitCounted(let unit, _, _):
            let open = taken[number].openCase
            check(
                .k15, open == nil, at: number,
                "the \(unit.rawValue) is counted in case \(open.map { "\($0)" } ?? "")")
        case _: break
        }
        taken[number].take(entry)
    }

    /// As systemd does: a process that ended is started again.
    private func supervise(_ site: KioskSite) {
        spawn {
            await self.sleep(WorldLimits.restart)
            if !site.isRunning, self.isPowered(site) { self.start(site) }
        }
    }

    func isPowered(_ site: KioskSite) -> Bool {
        site.machine.act(at: now) { $0.machine.isPowered }
    }

    func start(_ site: KioskSite) {
        do {
            try site.start()
        } catch {
            add(.k13, "\(site.id) does not start: \(error)")
        }
    }

    /// The kiosk's own computer hangs on the same socket.
    private func powerFailed(_ number: Int) {
        let site = campus.sites[number]
        site.cut()
        var draws = draws(0x90_3E2, site.boots)
        let pause = draws.seconds(1...120)
        spawn {
            await self.kill(site)
            await self.sleep(pause)
            site.machine.act(at: self.now) { $0.machine.restorePower() }
            if !site.isRunning { self.start(site) }
        }
    }

    func kill(_ site: KioskSite) async {
        do {
            try await site.kill()
        } catch {
            add(.k13, "\(site.id) does not close its journal: \(error)")
        }
    }
}
