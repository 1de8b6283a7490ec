package import CampusCard
import KioskCore

/// Rows about where a card is, in the one form that they always have.
extension [JournalEntry] {
    /// The card is in the bin.
    package static func retained(_ card: CardRef, uid: CardUID?) -> [JournalEntry] {
        [.custodyChanged(card, .retained), .fact(.stock(.retained(card: card, uid: uid)))]
    }

    /// The card is somewhere; nobody knows where.
    package static func unaccounted(
        _ card: CardRef, uid: CardUID?, possible: [CardPlace]
    ) -> [JournalEntry] {
        [
            .custodyChanged(card, .unaccounted(possible: possible)),
            .fact(.stock(.unaccounted(card: card, uid: uid))),
        ]
    }

    /// A proven bin counter that did not count one retained card is a difference that people must hear of (K6).
    /// - Parameters:
    ///   - before: the counter before the retention; nil when the unit did not tell.
    ///   - after: the counter after it.
    package static func binDifference(before: Int?, after: Int?) -> [JournalEntry] {
        guard let before, let after, after != ExitEvidence.count(after: before) else { return [] }
        return [
            .fact(
                .stock(
                    .difference(
                        unit: .bin, booked: ExitEvidence.count(after: before), witnessed: after)))
        ]
    }
}
