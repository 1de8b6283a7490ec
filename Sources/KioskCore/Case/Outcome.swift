package import CampusCard

/// How one student's business ended: what the last page says, and what became of money and card.
package enum Outcome: Hashable, Sendable {
    /// The student has the new card; the fee is captured.
    case delivered
    /// The card was not taken and is in the bin; it is void, the hold is released.
    case notTaken
    /// The store did not say whether it committed; the card is in the bin and void.
    case commitUnanswered
    /// The card could not be presented and is in the bin; it is void, the hold is released.
    case notPresented
    /// Nobody knows where the card is. The fee is held until evidence or a person decides.
    case suspected
    /// Undone before commit: no card, the hold is released.
    case abandoned(AbandonReason)
    /// The store said no: nothing changed.
    case refused(Refusal)
    /// The store did not answer before anything was begun: nothing changed.
    case unreachable
    /// The machine became unable to replace a card before anything was begun.
    case notReady
    case lossReported
    /// The report waits, sealed, for the store: the card is NOT stopped yet.
    case lossWaiting
    /// The store did not answer the loss report: the card may not be stopped.
    case lossUnanswered
    /// The student stopped, or left, before anything was begun.
    case leftEarly

    /// Whether a paper is printed: a receipt, or a slip with the case number.
    package var slip: Slip? {
        switch self {
        case .delivered: .receipt
        case .notTaken, .commitUnanswered, .notPresented, .suspected: .problem
        case .abandoned(let reason): reason.isStudentsWish ? nil : .problem
        case .lossReported, .lossWaiting: .lossReport
        case .refused, .unreachable, .notReady, .lossUnanswered, .leftEarly: nil
        }
    }
}

/// The kinds of paper.
package enum Slip: String, Hashable, Sendable, Codable, CaseIterable {
    case receipt, problem, lossReport
}

extension AbandonReason {
    /// The student wanted it so; nothing needs explaining on paper.
    package var isStudentsWish: Bool {
        switch self {
        case .cancelledByStudent, .walkedAway, .oldCardFound: true
        case .feedFailed, .blankUnusable, .encodingFailed, .storeRefused, .storeUnanswered,
            .leaseLost, .powerCut, .deviceFault:
            false
        }
    }
}
