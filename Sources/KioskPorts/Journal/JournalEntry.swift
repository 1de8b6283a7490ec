package import CampusCard
package import KioskCore

/// One row of the journal: a fact or an intent, durable before anything depends on it. Rows hold
/// ids and facts, never a name, a whole card number, a PIN or a key (K14).
package enum JournalEntry: Hashable, Sendable, Codable {
    /// The controller started.
    case started(software: String)
    case caseBegun(CaseID, Job)
    /// A call goes out; with `callEnded` missing after a power cut, its effect is unknown.
    case callSent(CaseID, StoreCallName, attempt: Int)
    case callEnded(CaseID, StoreCallName, attempt: Int, CallEnd)
    /// A motor is about to be ordered (K7). `card` is nil for a feed, and for a retention of a card
    /// that no movement of this journal fed (found at boot): this movement's id becomes its
    /// reference. Refused while an earlier movement has no outcome. `binCount` is the unit's
    /// counter before a presentation or retention.
    case movementIntended(MovementID, MovementKind, card: CardRef?, caseID: CaseID?, binCount: Int?)
    case movementEnded(MovementID, MovementOutcome, path: CardPosition, binCount: Int?)
    case cardIdentified(CardRef, CardUID)
    /// The store gave this blank an issue number for the case.
    case cardBound(CardRef, CardUID, CaseID, IssueNumber)
    /// A card write that cannot be taken back is about to be sent.
    case checkpoint(CardRef, CaseID, step: String)
    /// The identity may be on the card: its number is spoiled unless it is committed.
    case identityMayBeWritten(CardRef, CaseID)
    /// A card is somewhere, by evidence.
    case custodyChanged(CardRef, Custody)
    /// A technician vouches that this card is a clean blank again: its UID may be bound once more
    /// (K8).
    case cardRecycled(CardUID, by: String)
    /// Goes to the store through the outbox.
    case fact(KioskFact)
    case caseEnded(CaseID, ending: String)
    case slipPrinted(CaseID, Slip, printed: Bool)
    /// A count that a technician vouches for: the unit now holds this many.
    case unitCounted(StockUnit, found: Int, by: String)
    /// A reason that keeps the machine from working appeared or went.
    case reasonRaised(OutOfServiceReason)
    case reasonCleared(OutOfServiceReason)
    /// Which row of the recovery table matched after a start.
    case recovered(CaseID?, row: String)
}

/// How a call ended.
package enum CallEnd: Hashable, Sendable, Codable {
    case done
    case refused(Refusal)
    case unanswered
}

/// The physical actions.
package enum MovementKind: String, Hashable, Sendable, Codable, CaseIterable {
    case feed, present, retain
}

/// How a movement ended, as far as anything proves it.
package enum MovementOutcome: String, Hashable, Sendable, Codable, CaseIterable {
    case done, notMoved, unknown
}

/// Where a card is. Exactly one for each card (K8).
package enum Custody: Hashable, Sendable, Codable {
    case path, exit, delivered, retained, writtenOff
    case unaccounted(possible: [CardPlace])
}

/// Places where an unaccounted card may be.
package enum CardPlace: String, Hashable, Sendable, Codable, CaseIterable {
    case hopper, path, exit, bin, outside
}
