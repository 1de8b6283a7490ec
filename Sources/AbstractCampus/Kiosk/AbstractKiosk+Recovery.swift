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
            bin: binEvidence(unfinished, seen))
        let row = Recovery.row(for: facts)
        world.tell(self, "recovery: \(row.name)")
        let needed = unfinished.progress.needsSensors && seen?.path == .clear
        switch row.action {
        case .close: finish(unfinished, row, [])
        case .abandon:
            finish(unfinished, row, abandoned(unfinished) + (needed ? stuck(unfinished) : []))
        case .abandonAndCallStaff: finish(unfinished, row, abandoned(unfinished))
        case .retainThenAbandon:
            retain(unfinished) { kiosk, kept in
                kiosk.finish(
                    unfinished, row,
                    (kept ?? kiosk.stuck(unfinished)) + kiosk.abandoned(unfinished))
            }
        case .retainThenVoid:
            retain(unfinished) { kiosk, kept in
                kiosk.finish(
                    unfinished, row,
                    kept.map { $0 + kiosk.voided(unfinished) } ?? kiosk.stuck(unfinished)
                        + kiosk.suspected(unfinished))
            }
        case .void:
            let entered = unfinished.progress == .retained
            finish(unfinished, row, (entered ? [] : binRows(unfinished)) + voided(unfinished))
        case .suspect, .suspectAndCallStaff:
            finish(unfinished, row, stuck(unfinished) + suspected(unfinished))
        }
    }

    private func binEvidence(
        _ unfinished: UnfinishedCase, _ seen: DispenserObservation?
    ) -> BinEvidence {
        guard let before = unfinished.binCountBefore, let now = seen?.binCount else {
            return .unknown
        }
        if now == before { return .unchanged }
        return now == ExitEvidence.count(after: before) ? .oneMore : .unknown
    }

    /// Moves the card to the bin by a new movement; nil when it is not proven to be there.
    private func retain(
        _ unfinished: UnfinishedCase,
        _ then: @escaping (AbstractKiosk, [JournalEntry]?) -> Void
    ) {
        guard let card = unfinished.card else { return then(self, []) }
        guard machine.observation(at: world.now) != nil else { return then(self, nil) }
        let movement = journal.nextMovement
        guard
            record([
                .movementIntended(
                    movement, .retain, card: card, caseID: unfinished.caseID,
                    binCount: machine.binCounter)
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
            guard
                kiosk.record([
                    .movementEnded(
                        movement, outcome, path: path,
                        binCount: isKept ? kiosk.machine.binCounter : nil)
                ])
            else { return }
            then(kiosk, isKept ? kiosk.binRows(unfinished) : nil)
        }
    }

    private func finish(
        _ unfinished: UnfinishedCase, _ row: RecoveryRow, _ rows: [JournalEntry]
    ) {
        let ending = "recovered.\(row.action.rawValue)"
        guard
            record(
                rows + [
                    .recovered(unfinished.caseID, row: row.name),
                    .caseEnded(unfinished.caseID, ending: ending),
                ])
        else { return }
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

    private func binRows(_ unfinished: UnfinishedCase) -> [JournalEntry] {
        guard let card = unfinished.card else { return [] }
        return [
            .custodyChanged(card, .retained),
            .fact(.stock(.retained(card: card, uid: unfinished.uid))),
        ]
    }

    private func abandoned(_ unfinished: UnfinishedCase) -> [JournalEntry] {
        [
            .fact(
                .abandoned(
                    caseID: unfinished.caseID, reason: .powerCut, spoiled: unfinished.spoiled))
        ]
    }

    private func voided(_ unfinished: UnfinishedCase) -> [JournalEntry] {
        [.fact(.voided(caseID: unfinished.caseID, uid: unfinished.uid))]
    }

    private func suspected(_ unfinished: UnfinishedCase) -> [JournalEntry] {
        guard let uid = unfinished.uid else { return voided(unfinished) }
        return [.fact(.suspected(caseID: unfinished.caseID, uid: uid))]
    }

    private func stuck(_ unfinished: UnfinishedCase) -> [JournalEntry] {
        guard let card = unfinished.card else { return [] }
        return lost(
            card, uid: unfinished.uid,
            possible: unfinished.progress == .feeding
                ? [.hopper, .path] : [.path, .exit, .bin, .outside])
    }
}

extension CaseProgress {
    /// A card may be in the machine, so its sensors matter.
    fileprivate var needsSensors: Bool {
        switch self {
        case .begun, .opened, .discarded, .retained, .settled: false
        case .feeding, .blankInside, .identityMayBeWritten, .commitSent, .committed, .presenting,
            .discarding, .retaining:
            true
        }
    }
}
