import CampusCard
import KioskCore
import KioskPorts

/// Rows about where a card is, in the one form that they always have.
extension KioskController {
    func retainedRows(_ card: CardInMachine) -> [JournalEntry] {
        [
            .custodyChanged(card.ref, .retained),
            .fact(.stock(.retained(card: card.ref, uid: card.uid))),
        ]
    }

    func lost(_ card: CardRef, uid: CardUID?, possible: [CardPlace]) -> [JournalEntry] {
        [
            .custodyChanged(card, .unaccounted(possible: possible)),
            .fact(.stock(.unaccounted(card: card, uid: uid))),
        ]
    }

    /// A bin counter that did not count this card is a difference that people must hear of (K6).
    func witnessRows(before: Int?, after: Int?) -> [JournalEntry] {
        guard standing.identity?.binCounterProven == true, let before, let after,
            after != ExitEvidence.count(after: before)
        else { return [] }
        return [
            .fact(
                .stock(
                    .difference(
                        unit: .bin, booked: ExitEvidence.count(after: before), witnessed: after)))
        ]
    }

    /// The card left the exit: its custody by what was seen. Delivered is entered with the fact itself.
    func enter(_ removal: Removal, of card: CardInMachine) -> Removal {
        if removal == .retracted { record(retainedRows(card)) }
        return removal
    }
}
