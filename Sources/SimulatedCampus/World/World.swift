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
    /// What struck and was not yet followed by a case at rest, by kiosk.
    var unmarked: [[FaultKind]]
    /// What each kiosk's journal has taken.
    private(set) var taken: [RowsTaken]
    /// Copies of journals that are to be spoiled at the end.
    var spoilings: [JournalSpoiling] = []
    /// Nil when nobody listens.
    package let story: WorldStory?
    package private(set) var breaks: [Break] = []
    private(set) var endings: [String] = []
    private var checked: [Invariant: Int] = [:]
    private var nextCase = 0
    private var sitesDone = 0
    /// Who stands at which kiosk.
    private var present: [Int: Int] = [:]
    /// Nothing reaches the store: no technician can help.
    var isStoreAway = false
    /// Faults have stopped: what is still under way is brought to an end.
    private(set) var isCalm = false
    /// The kiosks whose last student is not yet gone.
    private var visitNumber: [Int]
    /// The last case that began at each kiosk.
    private var lastCase: [Int]
    /// The numbers of cases by what the kiosks call them.
    private var numbers: [String: Int] = [:]
    /// What ends the world at once; nil for nothing.
    private var wanted: Invariant?

    /// - Parameter folder: for nothing but files that are never made: journals lie in memory.
    package init(_ settings: CampusWorldSettings, folder: URL) throws {
        self.settings = settings
        let story = settings.isTold ? WorldStory() : nil
        var campusSettings = settings.campus
        if let story { campusSettings.log = { story.tell($0) } }
        campus = try Campus(campusSettings, folder: folder)
        self.story = story
        injector =
            switch settings.faults {
            case .drawn(let rates): FaultInjector(rates: rates, seed: settings.seed)
            case .listed(let strikes): FaultInjector(only: strikes)
            }
        unmarked = Array(repeating: [], count: settings.kiosks)
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
            faults: injector.counts, simulatedSeconds: Double(now.components.seconds))
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

    /// Students come until there are none.
    private func serve(_ number: Int) async {
        let site = campus.sites[number]
        while nextCase < settings.cases {
            nextCase += 1
            let ticket = nextCase
            lastCase[number] = ticket
            guard await waitForService(number) else { break }
            bringFaults(ticket, to: number)
            await visit(ticket, number)
            await waitForHome(number)
            collectStruck(number)
            markHandled(number)
            var draws = draws(0x6A9, ticket)
            await sleep(draws.seconds(1...6))
            if site.machine.act(at: now, { $0.machine.hopper.count }) < WorldLimits.lowHopper {
                await tend(number)
            }
        }
        sitesDone += 1
    }

    private func visit(_ ticket: Int, _ number: Int) async {
        let draws = draws(0x57_0D, ticket)
        let holder = holder(for: ticket, at: number)
        let plan = VisitPlan(
            holder: holder, walksAway: injector.strikes(.studentWalksAway),
            findsCard: injector.strikes(.oldCardFound), draws: draws)
        note(plan.leaving, number)
        present[number] = holder
        visitNumber[number] = ticket
        watch(ticket, number)
        campus.sites[number].log("case \(ticket) begins")
        var visit = Visit(campus.sites[number], plan)
        let ending = await visit.run()
        endings.append(ending)
        campus.sites[number].log("case \(ticket): \(ending)")
        present[number] = nil
        visitNumber[number] = 0
    }

    func holderPresent(at number: Int) -> Int? { present[number] }

    private func note(_ leaving: VisitPlan.Leaving?, _ number: Int) {
        switch leaving?.how {
        case .walksAway: unmarked[number].append(.studentWalksAway)
        case .findsOldCard: unmarked[number].append(.oldCardFound)
        case .cancels, nil: break
        }
    }

    /// Most students are nowhere else; one may have begun at another kiosk.
    private func holder(for ticket: Int, at number: Int) -> Int {
        var draws = draws(0x40_1DE2, ticket)
        let busy = present.filter { $0.key != number }.sorted { $0.key < $1.key }.map(\.value)
        if injector.strikes(.secondKiosk), !busy.isEmpty {
            unmarked[number].append(.secondKiosk)
            return draws.pick(busy)
        }
        let free = (0..<campus.settings.cardholders).filter { !busy.contains($0) }
        return draws.pick(free)
    }

    /// K11, also while faults go on: nobody stands before a kiosk for ever.
    private func watch(_ ticket: Int, _ number: Int) {
        spawn {
            await self.sleep(WorldLimits.visit)
            guard self.visitNumber[number] == ticket else { return }
            let phase = await self.campus.sites[number].kiosk?.snapshot().state.phase
            self.add(
                .k11, at: number,
                "case \(ticket) is not over after \(WorldLimits.visit): \(String(describing: phase))"
            )
        }
    }

    /// Whatever struck at this kiosk has been dealt with: it shows its home page.
    private func markHandled(_ number: Int) {
        for kind in unmarked[number] { injector.mark(kind) }
        unmarked[number] = []
    }
}
