import CampusCard
package import KioskCore

/// The rows by which recovery closes a case: what each row of the table means in the journal.
extension UnfinishedCase {
    /// All of them, in one transaction; after them recovering again finds nothing (K13).
    /// - Parameters:
    ///   - path: what the sensors said when the row was chosen; nil when they were not asked or did not answer.
    ///   - isRetained: the action brings the card to the bin, and it is proven to be there.
    package func closing(
        by row: RecoveryRow, path: CardPosition?, isRetained: Bool
    ) -> [JournalEntry] {
        rows(for: row.action, path, isRetained) + [
            .recovered(caseID, row: row.name),
            .caseEnded(caseID, ending: "recovered.\(row.action.rawValue)"),
        ]
    }

    private func rows(
        for action: RecoveryAction, _ path: CardPosition?, _ isRetained: Bool
    ) -> [JournalEntry] {
        switch action {
        case .close: []
        case .abandon:
            // An uncommitted card that no sensor sees any more is reported, not balanced away.
            abandoned + (progress.needsSensors && path == .clear ? unaccounted : [])
        case .abandonAndCallStaff: abandoned
        case .retainThenAbandon: (isRetained ? inBin : unaccounted) + abandoned
        case .retainThenVoid: isRetained ? inBin + voided : unaccounted + suspected
        // A card that its own movement brought there is booked already.
        case .void: (progress == .retained ? [] : inBin) + voided
        case .suspect, .suspectAndCallStaff: unaccounted + suspected
        }
    }

    private var inBin: [JournalEntry] { card.map { .retained($0, uid: uid) } ?? [] }

    private var unaccounted: [JournalEntry] {
        let places: [CardPlace] =
            progress == .feeding ? [.hopper, .path] : [.path, .exit, .bin, .outside]
        return card.map { .unaccounted($0, uid: uid, possible: places) } ?? []
    }

    private var abandoned: [JournalEntry] {
        [.fact(.abandoned(caseID: caseID, reason: .powerCut, spoiled: spoiled))]
    }

    private var voided: [JournalEntry] { [.fact(.voided(caseID: caseID, uid: uid))] }

    /// A card that was never identified cannot be suspected, and cannot have been committed either.
    private var suspected: [JournalEntry] {
        uid.map { [.fact(.suspected(caseID: caseID, uid: $0))] } ?? voided
    }
}
