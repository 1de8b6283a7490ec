import CampusCard
package import KioskCore
import KioskPorts

/// The one loop of the kiosk: event → core → journal → commands.
///
/// `deliver` is the only writer of the state. It runs without suspension, so an event is handled whole before the next;
/// what a transition makes true is durable in the journal before any of its commands is begun. A journal that cannot be
/// written ends the controller: what it cannot remember it must not do, and the next start recovers.
package actor KioskController {
    let equipment: Equipment
    let settings: KioskSettings
    var state: KioskState
    var stateNumber = 1
    var caseFile: CaseFile?
    var timers = RunningTimers()
    var language = ScreenLanguage.chinese
    var standing = MachineStanding()
    var reasons: [StandingReason] = []
    /// The waiting loss reports that were brought to the store and are not settled.
    var reportTries: [CaseID: ReportTries] = [:]
    /// The watch over the exit, while a card waits there.
    var exitWatch: Task<Void, Never>?
    /// What the controller is doing beside waiting: calls, motions, encoding, printing.
    var work: [Int: Task<Void, Never>] = [:]
    var lastWork = 0
    private var listeners: [Int: AsyncStream<Int>.Continuation] = [:]
    private var lastListener = 0
    /// Set once; the reason why the controller must stop.
    private(set) var failure: JournalFault?
    private var stopped: CheckedContinuation<Void, Never>?
    let outboxSignal: AsyncStream<Void>
    let outboxNeeded: AsyncStream<Void>.Continuation

    package init(equipment: Equipment, settings: KioskSettings, pickup: PickupRule) {
        self.equipment = equipment
        self.settings = settings
        state = .started(pickup: pickup)
        (outboxSignal, outboxNeeded) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Handles one event. Nothing happens after the journal failed.
    @discardableResult
    func deliver(_ event: Event) -> Transition {
        let transition = state.on(event)
        guard failure == nil, transition.refusal == nil else { return transition }
        guard record(entries(for: transition.commands)) else { return transition }
        let changed = transition.state != state
        state = transition.state
        for command in transition.commands { run(command) }
        if changed || !transition.commands.isEmpty { announce() }
        return transition
    }

    /// Appends to the journal; false means that the controller is ending.
    @discardableResult
    func record(_ entries: [JournalEntry]) -> Bool {
        guard failure == nil else { return false }
        guard !entries.isEmpty else { return true }
        do {
            try equipment.journal.append(entries, at: stamp())
        } catch {
            fail(error)
            return false
        }
        if entries.contains(where: \.isForStore) { outboxNeeded.yield() }
        return true
    }

    /// The journal failed: no further step is taken.
    func fail(_ fault: JournalFault) {
        guard failure == nil else { return }
        failure = fault
        equipment.troubles.count(.journalFailed)
        equipment.log("the journal failed, the controller stops: \(fault)")
        stop()
    }

    func stamp() -> JournalStamp {
        JournalStamp(
            bootID: settings.bootID, wallMilliseconds: equipment.clock.wallMilliseconds(),
            monotonicMilliseconds: equipment.clock.monotonic().wholeMilliseconds)
    }

    /// Runs work that suspends; what it finds out comes back through `deliver`.
    func start(_ body: @escaping @Sendable (isolated KioskController) async -> Void) {
        lastWork += 1
        let number = lastWork
        work[number] = Task(executorPreference: equipment.executor) {
            await body(self)
            await self.finished(work: number)
        }
    }

    private func finished(work number: Int) {
        work[number] = nil
    }

    /// Tells every page that the state has a new number; a page that is gone is forgotten.
    func announce() {
        stateNumber += 1
        for (number, listener) in listeners.sorted(by: { $0.key < $1.key }) {
            if case .terminated = listener.yield(stateNumber) { listeners[number] = nil }
        }
    }

    func listen() -> AsyncStream<Int> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Int.self, bufferingPolicy: .bufferingNewest(1))
        lastListener += 1
        let number = lastListener
        listeners[number] = continuation
        continuation.yield(stateNumber)
        return stream
    }

    /// Waits until the controller is stopped.
    func waitUntilStopped() async {
        guard failure == nil else { return }
        await withCheckedContinuation { stopped = $0 }
    }

    /// Ends timers and work; the journal holds what the next start needs.
    package func stop() {
        timers.cancelAll()
        exitWatch?.cancel()
        for (_, task) in work.sorted(by: { $0.key < $1.key }) { task.cancel() }
        for (_, listener) in listeners.sorted(by: { $0.key < $1.key }) { listener.finish() }
        listeners = [:]
        outboxNeeded.finish()
        stopped?.resume()
        stopped = nil
    }
}

extension Duration {
    /// Milliseconds, cut down.
    var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension JournalEntry {
    /// The row belongs to the outbox.
    var isForStore: Bool { if case .fact = self { true } else { false } }
}
