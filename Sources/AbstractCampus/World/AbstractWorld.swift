import Journal
package import CampusFaults
import CampusCard
import CentralStore
import KioskCore

/// One world of tier A: kiosks that are the real core with real recovery, the real rules of the store in memory, abstract
/// devices with physical truth, a network, students, a desk and a technician, on one queue of virtual time.
package final class AbstractWorld {
    let settings: WorldSettings
    var faults: FaultInjector
    var dice: Dice
    /// Virtual time in milliseconds since the beginning.
    private(set) var now: Int64 = 0
    /// Happenings so far.
    package private(set) var step = 0
    private var schedule = Schedule()
    let store: MemoryStore
    let storeClock: WorldClock
    private(set) var kiosks: [AbstractKiosk] = []
    var people: [Person]
    var begunCases = 0
    /// The store answers nobody before this instant.
    var storeIsDownUntil: Int64 = 0
    /// Cards in the hands of students, by their serial.
    var inHands: Set<Int> = []
    /// Cards that a blind sensor hid at the exit when they were said to be delivered, by their serial.
    var hiddenDeliveries: Set<Int> = []
    /// How often a backup took the store's place.
    var restores = 0
    /// Cases that the desk decided: what it decides against the evidence is its own.
    var decidedAtDesk: Set<CaseID> = []
    var lastSerial = 0
    /// UIDs of cards that left some hopper, for used and cloned blanks.
    var issuedUIDs: [CardUID] = []
    var checks = Array(repeating: 0, count: Invariant.allCases.count)
    private(set) var breaks: [Break] = []
    var endings: [String: Int] = [:]
    private(set) var digest = Digest()
    package let story: Story?
    /// The faults have stopped: everything comes to rest.
    private(set) var isEnding = false

    /// - Parameter isTold: whether what happens is kept in words, for a replay.
    package init(_ settings: WorldSettings, isTold: Bool = false) {
        self.settings = settings
        faults = settings.injector
        dice = Dice(seed: settings.seed)
        story = isTold ? Story() : nil
        storeClock = WorldClock()
        store = WorldStore.make(clock: storeClock, seed: settings.seed)
        people = []
        people = WorldStore.people(cases: settings.cases, &dice)
        kiosks = (1...settings.kiosks).map { AbstractKiosk(number: $0, world: self) }
        check { () throws(StoreFailure) in
            try WorldStore.register(people, kiosks.map(\.id), in: store)
        }
        for kiosk in kiosks { kiosk.begin() }
    }

    /// Runs the world to its end.
    package func run() -> SimulationReport {
        while breaks.isEmpty, !isEnding {
            guard goOn(until: .max) else { break }
            if begunCases >= settings.lastCase, kiosks.allSatisfy({ $0.visit == nil }) {
                isEnding = true
            }
        }
        if breaks.isEmpty { comeToRest() }
        return report
    }

    /// The next happening; false when there is none before the instant.
    private func goOn(until end: Int64) -> Bool {
        guard let instant = schedule.nextInstant, instant <= end, let entry = schedule.takeNext()
        else { return false }
        now = entry.at
        storeClock.milliseconds = now
        step += 1
        entry.act()
        return true
    }

    /// Everything must be at rest within this time once the faults stop (K11).
    static let restMilliseconds: Int64 = 15 * 60_000

    private func comeToRest() {
        isEnding = true
        faults.stop()
        storeIsDownUntil = min(storeIsDownUntil, now)
        for kiosk in kiosks { kiosk.faultsStop() }
        let end = now + Self.restMilliseconds
        while breaks.isEmpty, goOn(until: end) {}
        now = end
        storeClock.milliseconds = now
        guard breaks.isEmpty else { return }
        checkAtRest()
    }

    func after(_ milliseconds: Int64, _ act: @escaping () -> Void) {
        schedule.plan(at: now + milliseconds, act)
    }

    func strikes(_ kind: FaultKind) -> Bool {
        let hits = faults.strikes(kind)
        if hits { story?.add(step, now, nil, nil, "FAULT \(kind.name)") }
        return hits
    }

    func tell(_ kiosk: AbstractKiosk, _ text: @autoclosure () -> String) {
        story?.add(step, now, kiosk.id, kiosk.file?.caseID ?? kiosk.journal.open?.caseID, text())
    }

    func mix(_ value: Int64) { digest.mix(UInt64(bitPattern: value)) }

    /// Counts a check, and keeps what is broken.
    func check(_ invariant: Invariant, _ holds: Bool, _ detail: @autoclosure () -> String) {
        checks[invariant.ordinal] += 1
        guard !holds else { return }
        let text = detail()
        story?.add(step, now, nil, nil, "BROKEN \(invariant.rawValue): \(text)")
        breaks.append(
            Break(
                invariant: invariant, seed: settings.seed, step: step, detail: text,
                schedule: faults.strikes))
    }

    /// Does something to the store; a refusal of its guards is a break.
    @discardableResult
    func check<Result>(_ act: () throws(StoreFailure) -> Result) -> Result? {
        do {
            for invariant in [Invariant.k1, .k2, .k5, .k8] { checks[invariant.ordinal] += 1 }
            return try act()
        } catch {
            let name = error.description.split(separator: ": ").dropFirst().first ?? "K2"
            check(Invariant(rawValue: String(name)) ?? .k2, false, error.description)
            return nil
        }
    }

    /// The faults that struck, in order.
    package var struck: [FaultStrike] { faults.strikes }

    private var report: SimulationReport {
        var report = SimulationReport(faults: markedCounts, simulatedSeconds: Double(now) / 1_000)
        for (trouble, count) in store.troubles.counted {
            report.count(trouble: "store \(trouble.rawValue)", times: count)
        }
        for (ending, count) in endings.sorted(by: { $0.key < $1.key }) {
            for _ in 0..<count { report.count(ending: ending) }
        }
        for invariant in Invariant.allCases where checks[invariant.ordinal] > 0 {
            report.count(invariant, checked: checks[invariant.ordinal])
        }
        for found in breaks { report.add(found) }
        return report
    }

    /// A number over all that happened, and over where it led.
    package var fingerprint: UInt64 {
        var all = digest
        for count in store.tally() { all.mix(UInt64(count)) }
        for (_, facts) in store.allCases() {
            all.mix(UInt64(facts.stage.ordinal))
            all.mix(facts.uid.map { UInt64($0.bytes.last ?? 0) } ?? 999)
        }
        all.mix(UInt64(step))
        return all.value
    }
}

extension Invariant {
    var ordinal: Int {
        switch self {
        case .k1: 0
        case .k2: 1
        case .k3: 2
        case .k4: 3
        case .k5: 4
        case .k6: 5
        case .k7: 6
        case .k8: 7
        case .k9: 8
        case .k10: 9
        case .k11: 10
        case .k12: 11
        case .k13: 12
        case .k14: 13
        case .k15: 14
        }
    }
}

extension CaseStage {
    fileprivate var ordinal: Int {
        switch self {
        case .unheard: 0
        case .opened: 1
        case .bound: 2
        case .committed: 3
        case .delivered: 4
        case .voided: 5
        case .abandoned: 6
        }
    }
}

/// A sum over what happened (FNV-1a, 64 bits): two runs of one seed have the same.
struct Digest {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func mix(_ number: UInt64) {
        var rest = number
        for _ in 0..<8 {
            value = (value ^ (rest & 0xFF)) &* 0x100_0000_01B3
            rest >>= 8
        }
    }
}
