import CampusCard
import KioskCore
import KioskPorts

/// After a start: journal, sensors and bin are brought together, one row of the table says what to do, and its rows in
/// the journal close the case, so that recovering again finds nothing (K13).
extension KioskController {
    func recover() async {
        do {
            try endInterruptedMovement()
            if let unfinished = try equipment.journal.unfinishedCase() {
                await close(unfinished)
            }
        } catch {
            fail(error)
        }
        guard failure == nil else { return }
        standing.recovered = true
        deliver(.recovered)
        reviewReadiness()
    }

    /// A movement that the stop interrupted gets its explicit unknown before anything else moves (K7, K9).
    private func endInterruptedMovement() throws(JournalFault) {
        guard let movement = try equipment.journal.openMovement() else { return }
        record([.movementEnded(movement, .unknown, path: .unknown, binCount: nil)])
    }

    private func close(_ unfinished: UnfinishedCase) async {
        let needsSensors = unfinished.progress.needsSensors
        let seen = needsSensors ? await reachDispenser() : nil
        let facts = RecoveryFacts(
            progress: unfinished.progress, path: seen?.path ?? .unknown,
            bin: evidence(unfinished, seen))
        let row = Recovery.row(for: facts)
        equipment.log("recovering case \(unfinished.caseID): \(row.name)")
        switch row.action {
        case .close: finish(unfinished, row, [])
        case .abandon: finish(unfinished, row, abandoned(unfinished) + unseen(unfinished, seen))
        case .abandonAndCallStaff: finish(unfinished, row, abandoned(unfinished))
        case .retainThenAbandon:
            let kept = await retain(unfinished)
            finish(unfinished, row, (kept ?? stuck(unfinished)) + abandoned(unfinished))
        case .retainThenVoid:
            let kept = await retain(unfinished)
            finish(
                unfinished, row,
                kept.map { $0 + voided(unfinished) } ?? stuck(unfinished) + suspected(unfinished))
        case .void:
            let entered = unfinished.progress == .retained
            finish(unfinished, row, (entered ? [] : binRows(unfinished)) + voided(unfinished))
        case .suspect, .suspectAndCallStaff:
            finish(unfinished, row, stuck(unfinished) + suspected(unfinished))
        }
    }

    /// What a proven counter says since the last presentation or retention.
    private func evidence(
        _ unfinished: UnfinishedCase, _ seen: DispenserObservation?
    ) -> BinEvidence {
        guard standing.identity?.binCounterProven == true,
            let before = unfinished.binCountBefore, let now = seen?.binCount
        else { return .unknown }
        if now == before { return .unchanged }
        return now == ExitEvidence.count(after: before) ? .oneMore : .unknown
    }

    /// Moves the card to the bin: a new movement with its own intent. Nil when it is not proven to be there.
    private func retain(_ unfinished: UnfinishedCase) async -> [JournalEntry]? {
        guard let card = unfinished.card else { return [] }
        guard let before = try? await equipment.dispenser.observe(),
            let movement = try? equipment.journal.nextMovement(),
            record([
                .movementIntended(
                    movement, .retain, card: card, caseID: unfinished.caseID,
                    binCount: before.binCount)
            ])
        else { return nil }
        do {
            let seen = try await equipment.dispenser.retain(after: before)
            standing.saw(seen)
            record([.movementEnded(movement, .done, path: seen.path, binCount: seen.binCount)])
            return binRows(unfinished)
        } catch {
            equipment.log("\(error)")
            standing.failed(error)
            let outcome: MovementOutcome = error.card == .notMoved ? .notMoved : .unknown
            record([.movementEnded(movement, outcome, path: .unknown, binCount: nil)])
            return nil
        }
    }

    private func finish(
        _ unfinished: UnfinishedCase, _ row: RecoveryRow, _ rows: [JournalEntry]
    ) {
        record(
            rows + [
                .recovered(unfinished.caseID, row: row.name),
                .caseEnded(unfinished.caseID, ending: "recovered.\(row.action.rawValue)"),
            ])
    }
}

/// The rows that each action is made of.
extension KioskController {
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

    /// The card is somewhere; nobody knows where.
    private func stuck(_ unfinished: UnfinishedCase) -> [JournalEntry] {
        guard let card = unfinished.card else { return [] }
        let places: [CardPlace] =
            unfinished.progress == .feeding
            ? [.hopper, .path] : [.path, .exit, .bin, .outside]
        return lost(card, uid: unfinished.uid, possible: places)
    }

    /// An uncommitted card that no sensor sees any more.
    private func unseen(
        _ unfinished: UnfinishedCase, _ seen: DispenserObservation?
    ) -> [JournalEntry] {
        unfinished.progress.needsSensors && seen?.path == .clear ? stuck(unfinished) : []
    }
}

extension CaseProgress {
    /// A card may be in the machine, so its sensors matter.
    var needsSensors: Bool {
        switch self {
        case .begun, .opened, .discarded, .retained, .settled: false
        case .feeding, .blankInside, .identityMayBeWritten, .commitSent, .committed, .presenting,
            .discarding, .retaining:
            true
        }
    }
}
