import CampusCard
import CampusFaults
import KioskCore
import KioskPorts

/// Going down, and coming up again.
extension AbstractKiosk {
    /// Power fails: the motors stop where they are, the process is gone, the journal keeps what was in it.
    func cutPower(_ fault: FaultKind) {
        world.tell(self, "the power fails")
        if let motion {
            // A motion that was cut off has come to its end, has not begun, or left the card between.
            let effects: [MotionEffect] = [motion.effect, .nothing, .jams]
            endMotion(effects[world.dice.below(effects.count)])
        }
        goDown(fault, for: world.dice.milliseconds(10_000...180_000))
    }

    /// The journal cannot be written: the process ends, and is started again by its supervisor.
    func stopProcess(_ fault: FaultKind) {
        world.tell(self, "the journal fails, the process ends")
        if let motion { endMotion(motion.effect) }
        goDown(fault, for: 5_000)
    }

    private func goDown(_ fault: FaultKind, for milliseconds: Int64) {
        downBecause.append(fault)
        stop()
        machine.running = nil
        world.after(milliseconds) { [self] in start() }
    }

    /// Journal, sensors and bin are brought together; one row of the table decides, and its rows close the case (K13).
    func recover() {
        if let movement = journal.openMovement {
            let ended = JournalEntry.movementEnded(
                movement.id, .unknown, path: .unknown, binCount: nil)
            guard record([ended]) else { return }
        }
        guard let unfinished = journal.unfinishedCase() else { return recovered() }
        guard unfinished.progress.needsSensors else { return close(unfinished, nil) }
        reachDispenser { kiosk, isReached in
            kiosk.close(
                unfinished, isReached ? kiosk.machine.observation(at: kiosk.world.now) : nil)
        }
    }

    private func close(_ unfinished: UnfinishedCase, _ seen: DispenserObservation?) {
        let facts = RecoveryFacts(
            progress: unfinished.progress, path: seen?.path ?? .unknown,
            bin: BinEvidence(before: unfinished.binCountBefore, now: seen?.binCount))
        let row = Recovery.row(for: facts)
        world.tell(self, "recovery: \(row.name)")
        guard row.action.movesCard else { return finish(unfinished, row, seen, isRetained: false) }
        retain(unfinished) { $0.finish(unfinished, row, seen, isRetained: $1) }
    }

    /// Moves the card to the bin by a new movement.
    private func retain(
        _ unfinished: UnfinishedCase,
        _ then: @escaping (AbstractKiosk, _ isRetained: Bool) -> Void
    ) {
        guard let card = unfinished.card else { return then(self, true) }
        guard machine.observation(at: world.now) != nil else { return then(self, false) }
        let movement = journal.nextMovement
        let before = machine.binCounter
        guard
            record([
                .movementIntended(
                    movement, .retain, card: card, caseID: unfinished.caseID, binCount: before)
            ])
        else { return }
        move(.retain, movement) { kiosk, plan in
            for fault in plan.faults { kiosk.world.faults.mark(fault) }
            let (outcome, isKept): (MovementOutcome, Bool) =
                switch plan.says {
                case .done: (.done, true)
                case .failed(_, .notMoved): (.notMoved, false)
                case .failed(_, .moved), .failed(_, .unknown): (.unknown, false)
                }
            let path = isKept ? CardPosition.clear : .unknown
            let after = isKept ? kiosk.machine.binCounter : nil
            let ended = JournalEntry.movementEnded(movement, outcome, path: path, binCount: after)
            guard kiosk.record([ended] + .binDifference(before: before, after: after)) else {
                return
            }
            then(kiosk, isKept)
        }
    }

    private func finish(
        _ unfinished: UnfinishedCase, _ row: RecoveryRow, _ seen: DispenserObservation?,
        isRetained: Bool
    ) {
        guard record(unfinished.closing(by: row, path: seen?.path, isRetained: isRetained)) else {
            return
        }
        world.endings["recovered: \(row.action.rawValue)", default: 0] += 1
        recovered()
    }

    private func recovered() {
        world.check(
            .k13, journal.unfinishedCase() == nil && journal.openMovement == nil,
            "\(id) recovered and would find something to recover again")
        for fault in downBecause { world.faults.mark(fault) }
        downBecause = []
        deliver(.recovered)
        review()
        // What the last run left in the outbox goes out by itself.
        pushOutbox()
    }
}
