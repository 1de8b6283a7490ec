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
        equipment.troubles.count(.movementInterrupted)
    }

    private func close(_ unfinished: UnfinishedCase) async {
        equipment.troubles.count(.caseInterrupted)
        let needsSensors = unfinished.progress.needsSensors
        let seen = needsSensors ? await reachDispenser() : nil
        let counts = standing.identity?.binCounterProven == true
        let facts = RecoveryFacts(
            progress: unfinished.progress, path: seen?.path ?? .unknown,
            bin: BinEvidence(
                before: unfinished.binCountBefore, now: counts ? seen?.binCount : nil))
        let row = Recovery.row(for: facts)
        equipment.log("recovering case \(unfinished.caseID): \(row.name)")
        let isRetained = row.action.movesCard ? await retain(unfinished) : false
        record(unfinished.closing(by: row, path: seen?.path, isRetained: isRetained))
    }

    /// Moves the card to the bin: a new movement with its own intent. Answers whether it is proven to be there.
    private func retain(_ unfinished: UnfinishedCase) async -> Bool {
        guard let card = unfinished.card else { return true }
        guard let before = try? await equipment.dispenser.observe(),
            let movement = try? equipment.journal.nextMovement(),
            record([
                .movementIntended(
                    movement, .retain, card: card, caseID: unfinished.caseID,
                    binCount: before.binCount)
            ])
        else { return false }
        do {
            let seen = try await equipment.dispenser.retain(after: before)
            standing.saw(seen)
            // Another card may have lain on this one.
            record(
                [.movementEnded(movement, .done, path: seen.path, binCount: seen.binCount)]
                    + witnessRows(before: before.binCount, after: seen.binCount))
            return true
        } catch {
            equipment.log("\(error)")
            standing.failed(error)
            let outcome: MovementOutcome = error.card == .notMoved ? .notMoved : .unknown
            record([.movementEnded(movement, outcome, path: .unknown, binCount: nil)])
            return false
        }
    }
}
