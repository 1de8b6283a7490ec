import CampusCard
import CampusFaults
import CentralStore
import KioskCore
import KioskPorts

/// What a kiosk does between cases: the heartbeat, the outbox, waiting loss reports, and whether it may serve.
extension AbstractKiosk {
    /// The store is asked whether it is there. The real one asks every few seconds; here it asks when it matters.
    func beat(_ then: @escaping (AbstractKiosk) -> Void) {
        let call = RegisterCall(
            bootID: BootID(validated: "b"), epoch: epoch, software: "model",
            storeEpoch: journal.storeEpoch,
            nextWanted: EventSequence(Int64(journal.acknowledged) + 1),
            nextEvent: EventSequence(Int64(journal.facts.count) + 1))
        self.call(call, caseID: nil, attempt: 1, deadline: 4_000) { kiosk, outcome, struck in
            for fault in struck { kiosk.world.faults.mark(fault) }
            switch outcome {
            case .done(let answer):
                kiosk.isInService = answer.inService
                kiosk.isStoreReplaying = answer.replaying
                kiosk.heard(answer.storeEpoch, next: answer.nextEvent)
                kiosk.noteStore(answered: true)
                kiosk.deliverReports()
            case .refused:
                kiosk.isInService = false
                kiosk.noteStore(answered: true)
            case .unknown: kiosk.noteStore(answered: false)
            }
            then(kiosk)
        }
    }

    /// A store that lives anew was restored from a backup: what it has not seen is sent again.
    private func heard(_ life: StoreEpoch, next: EventSequence) {
        guard life != journal.storeEpoch else { return }
        if journal.storeEpoch != nil { world.tell(self, "the store lives anew") }
        journal.beginStoreLife(life, next: next)
        pushOutbox()
    }

    func noteStore(answered: Bool) {
        if answered { storeAnsweredAt = world.now }
        review()
    }

    /// Tells the core what the machine can do, while no case holds the devices.
    func review() {
        guard isUp, !state.phase.holdsDevices else { return }
        let reasons = PreFlight.reasons(facts)
        let readiness = PreFlight.readiness(reasons, canKeepReports: true)
        markReasons(reasons)
        if readiness != state.readiness { deliver(.readinessChanged(readiness)) }
    }

    /// A fault that keeps the kiosk from serving is handled when it is a stated reason.
    private func markReasons(_ reasons: [OutOfServiceReason]) {
        for reason in reasons {
            let faults: [FaultKind] =
                switch reason {
                case .clockUntrusted: [.clockJumpsForward, .clockJumpsBack]
                case .pathNotClear: [.sensorStuckOn]
                case .outOfServiceByOperator: [.storeRefuses]
                case .storeReplaying: [.storeRestored]
                case .starting, .hopperEmpty, .hopperUnknown, .binFull, .dispenserGone,
                    .dispenserFault, .dispenserNotCommissioned, .readerGone, .journalFull,
                    .storeUnreachable, .printerOut:
                    []
                }
            for fault in faults where pendingReasons.contains(fault) {
                pendingReasons.removeAll { $0 == fault }
                world.faults.mark(fault)
            }
        }
    }

    private var facts: MachineFacts {
        let seen = machine.observation(at: world.now)
        return MachineFacts(
            recovered: state.phase != .starting, dispenser: seen == nil ? .gone : .ready,
            hopper: seen?.hopper ?? .unknown, bin: seen?.bin ?? .unknown,
            path: seen?.path ?? .unknown, readerPresent: world.now >= readerGoneUntil,
            bookedBlanks: journal.remaining,
            bookedBinRoom: AbstractMachine.binCapacity - journal.inBin,
            journalHasRoom: journalHasRoom,
            clockSane: abs(wallOffset) <= 60_000 && wall >= journal.lastWall - 5_000,
            storeAnswered: storeAnsweredAt.map { world.now - $0 <= 10_000 } ?? false,
            storeReplaying: isStoreReplaying, inService: isInService, printerReady: true,
            canKeepReports: true)
    }

    private static let outboxPause: Int64 = 5_000

    /// Facts go out at once, and again until they are acknowledged (K12).
    func pushOutbox() {
        guard isUp, !isPushing, !journal.outbox.isEmpty else { return }
        isPushing = true
        let events = Array(journal.outbox.prefix(PushEventsCall.eventLimit))
        let restores = world.restores
        call(
            PushEventsCall(epoch: epoch, events: events), caseID: nil,
            attempt: Int(events[0].sequence.value), deadline: 8_000
        ) { kiosk, outcome, struck in
            kiosk.isPushing = false
            if case .done(let answer) = outcome {
                for fault in struck { kiosk.world.faults.mark(fault) }
                kiosk.acknowledge(answer.nextEvent, events, ofLife: restores)
            } else {
                kiosk.pushLater(struck)
            }
        }
    }

    /// A store that is down for days is not asked every five seconds of them: nothing would come of it.
    private func pushLater(_ struck: [FaultKind]) {
        for fault in struck { world.faults.mark(fault) }
        let pause = max(Self.outboxPause, world.storeIsDownUntil - world.now)
        later(pause) { $0.pushOutbox() }
    }

    private func acknowledge(
        _ next: EventSequence, _ events: [KioskEvent], ofLife restores: Int
    ) {
        let first = events[0].sequence.value
        let taken = Int(min(next.value, first + Int64(events.count)) - 1)
        guard taken > journal.acknowledged else { return pushLater([]) }
        journal.acknowledged = taken
        // What a store said before a backup took its place is asked for again by its next life.
        world.check(
            .k12, world.restores > restores || world.store.eventCount(of: id, epoch) >= taken,
            "\(id) took events as acknowledged that the store does not have")
        pushOutbox()
    }

    func keepReport() {
        let report = file?.sealedReport
        if let report { shelf.append(report) }
        later(1) { $0.deliver(.shelf(report == nil ? .reportNotKept : .reportKept)) }
    }

    /// Brings the waiting reports to the store, oldest first.
    private func deliverReports() {
        guard let report = shelf.first else { return }
        call(
            DeliverLossReportCall(report: report), caseID: report.caseID, attempt: 1,
            deadline: 4_000
        ) { kiosk, outcome, struck in
            for fault in struck { kiosk.world.faults.mark(fault) }
            guard outcome != .unknown, kiosk.shelf.first == report else { return }
            if case .done(let answer) = outcome,
                !kiosk.record([.fact(.noted(caseID: report.caseID, note: answer.note))])
            {
                return
            }
            kiosk.shelf.removeFirst()
            kiosk.deliverReports()
        }
    }
}
