import CampusCard
import KioskCore
import KioskPorts

/// Rows about where the card of this case is.
extension KioskController {
    func retainedRows(_ card: CardInMachine) -> [JournalEntry] {
        .retained(card.ref, uid: card.uid)
    }

    /// What a proven counter witnesses of a retention.
    func witnessRows(before: Int?, after: Int?) -> [JournalEntry] {
        guard standing.identity?.binCounterProven == true else { return [] }
        countWrap(from: before, to: after)
        let rows: [JournalEntry] = .binDifference(before: before, after: after)
        if !rows.isEmpty { equipment.troubles.count(.binCounterDisagrees) }
        return rows
    }

    /// A counter with three digits begins again at its end.
    func countWrap(from before: Int?, to after: Int?) {
        guard let before, let after, after < before, after == ExitEvidence.count(after: before)
        else { return }
        equipment.troubles.count(.binCounterWrapped)
    }

    /// The card left the exit: its custody by what was seen. Delivered is entered with the fact itself.
    func enter(_ removal: Removal, of card: CardInMachine) -> Removal {
        switch removal {
        case .taken: break
        case .retracted:
            equipment.troubles.count(.cardRetracted)
            record(retainedRows(card))
        case .unclear: equipment.troubles.count(.removalUnclear)
        }
        return removal
    }
}
