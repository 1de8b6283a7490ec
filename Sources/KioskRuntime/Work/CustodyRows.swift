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
        standing.identity?.binCounterProven == true
            ? .binDifference(before: before, after: after) : []
    }

    /// The card left the exit: its custody by what was seen. Delivered is entered with the fact itself.
    func enter(_ removal: Removal, of card: CardInMachine) -> Removal {
        if removal == .retracted { record(retainedRows(card)) }
        return removal
    }
}
