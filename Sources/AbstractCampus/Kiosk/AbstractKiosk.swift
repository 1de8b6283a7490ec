import CampusCard
import CampusFaults
import KioskCore
import KioskPorts

/// One kiosk of a world: the real core, driven by a small loop that never waits: event, core, journal, commands, as the real
/// controller does.
final class AbstractKiosk {
    unowned let world: AbstractWorld
    let number: Int
    let id: KioskID
    let epoch: JournalEpoch
    var state = KioskState.started(pickup: .fixed)
    var journal = ValueJournal()
    var machine = AbstractMachine()
    var file: CaseNotes?
    /// The student before it.
    var visit: Visit?
    /// Counts every change that a page could show: a tap on an older page is refused.
    private(set) var page = 0
    private(set) var boot = 0
    private(set) var isUp = false
    private var timers: [TimerName: Int] = [:]
    private var lastTimer = 0
    var watch: ExitWatch?
    var isPushing = false
    var storeAnsweredAt: Int64?
    var isInService = false
    var isStoreReplaying = false
    var wallOffset: Int64 = 0
    var journalHasRoom = true
    var readerGoneUntil: Int64 = 0
    var shelf: [SealedLossReport] = []
    /// Why it went down, until it is up again.
    var downBecause: [FaultKind] = []
    var isTechnicianCalled = false
    private var cases = 0
    /// The motion that runs, and what it really does.
    var motion: (kind: MovementKind, effect: MotionEffect)?
    /// A fault of the sensors, or of the paper, whose effect the next event tells.
    var pendingSensorFault: FaultKind?
    var pendingPaperFault: FaultKind?
    var twoAtExit = false
    /// Faults that wait to become a stated reason.
    var pendingReasons: [FaultKind] = []
    var watches = 0

    init(number: Int, world: AbstractWorld) {
        self.number = number
        self.world = world
        id = KioskID(validated: "K-0\(number)")
        epoch = JournalEpoch(validated: "e\(number)")
    }

    /// Handles one event; the faults that led to it are marked once it is handled.
    @discardableResult
    func deliver(_ event: Event, after faults: [FaultKind] = []) -> Bool {
        guard isUp else { return false }
        let transition = state.on(event)
        guard transition.refusal == nil, record(entries(for: transition.commands)) else {
            return false
        }
        for fault in faults { world.faults.mark(fault) }
        if transition.state.phase != state.phase { tellPhase(event, transition.state.phase) }
        state = transition.state
        page += 1
        world.mix(Int64(page << 4 | number))
        for command in transition.commands where isUp { run(command) }
        if isUp { studentSees() }
        return true
    }

    private func tellPhase(_ event: Event, _ phase: Phase) {
        world.tell(self, "\(event.words); the kiosk \(phase.words)")
    }

    /// Appends to the journal; false when the kiosk went down over it.
    @discardableResult
    func record(_ entries: [JournalEntry]) -> Bool {
        guard isUp else { return false }
        guard !entries.isEmpty else { return true }
        if world.strikes(.journalTornTail) {
            // The append was on its way to the disk when the power failed: none of it is there.
            cutPower(.journalTornTail)
            return false
        }
        for fault in [FaultKind.syncError, .databaseLocked] where world.strikes(fault) {
            stopProcess(fault)
            return false
        }
        if world.strikes(.diskFull) {
            // The reserve lets this case end; no further one begins.
            journalHasRoom = false
            world.faults.mark(.diskFull)
        }
        append(entries)
        if world.strikes(.powerCut) {
            cutPower(.powerCut)
            return false
        }
        if entries.contains(where: \.isForStore) { pushOutbox() }
        return true
    }

    private func append(_ entries: [JournalEntry]) {
        let broken = journal.append(entries, wall: wall)
        world.check(broken?.hasPrefix("K7") == true ? .k7 : .k13, broken == nil, broken ?? "")
        world.check(.k6, journal.addsUp, "the journal's sums of \(id) do not add up")
    }

    var wall: Int64 { WorldStore.wallAtStart + world.now + wallOffset }

    /// Does something later, unless the kiosk went down meanwhile.
    func later(_ milliseconds: Int64, _ act: @escaping (AbstractKiosk) -> Void) {
        let boot = boot
        world.after(milliseconds) { [self] in
            if isUp, self.boot == boot { act(self) }
        }
    }

    func startTimer(_ name: TimerName) {
        lastTimer += 1
        let number = lastTimer
        timers[name] = number
        later(name.milliseconds) { kiosk in
            guard kiosk.timers[name] == number else { return }
            kiosk.timers[name] = nil
            kiosk.timerFired(name)
        }
    }

    private func timerFired(_ name: TimerName) {
        var faults: [FaultKind] = []
        if name == .printing, let lost = pendingPaperFault { faults = [lost] }
        if name == .countdown || name == .pickup, let visit, visit.isGone {
            faults = visit.leavingFault
        }
        pendingPaperFault = nil
        deliver(.timerFired(name), after: faults)
    }

    func cancelTimer(_ name: TimerName) { timers[name] = nil }

    func newCaseID() -> CaseID {
        cases += 1
        return lastCase ?? CaseID(validated: id.text)
    }

    /// The case that began last.
    var lastCase: CaseID? {
        cases > 0 ? CaseID(validated: "\(id.text)-\(cases)") : nil
    }

    /// The process starts; recovery first.
    func start() {
        boot += 1
        isUp = true
        state = .started(pickup: .fixed)
        file = nil
        timers = [:]
        watch = nil
        isPushing = false
        storeAnsweredAt = nil
        guard record([.started(software: "model")]) else { return }
        recover()
    }

    /// What is running ends where it stands.
    func stop() {
        isUp = false
        if visit?.isWaitedFor == true { visit?.isGone = true }
    }
}

extension TimerName {
    /// As the real controller has them.
    fileprivate var milliseconds: Int64 {
        switch self {
        case .quiet: 60_000
        case .countdown: 20_000
        case .pickup: 30_000
        case .askAgain: 5_000
        case .askDeadline: 60_000
        case .printing: 20_000
        }
    }
}

extension JournalEntry {
    /// The row belongs to the outbox.
    fileprivate var isForStore: Bool { if case .fact = self { true } else { false } }
}
