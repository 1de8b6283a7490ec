/// A fact of a kiosk's journal that the store must learn: pushed at once, and again until it is acknowledged, in order
/// and without gaps (K12). Keyed by (kiosk, epoch, sequence).
package struct KioskEvent: Hashable, Sendable, Codable {
    package let sequence: EventSequence
    /// The kiosk's wall clock, milliseconds since 1970 UTC: data, never an order.
    package let atMilliseconds: Int64
    package let fact: KioskFact

    package init(sequence: EventSequence, atMilliseconds: Int64, fact: KioskFact) {
        self.sequence = sequence
        self.atMilliseconds = atMilliseconds
        self.fact = fact
    }
}

/// The facts that leave a kiosk.
package enum KioskFact: Hashable, Sendable, Codable {
    /// The student has the card.
    case delivered(caseID: CaseID, uid: CardUID, evidence: DeliveryEvidence)
    /// The card of this case is in the bin: it is cancelled, the hold released. A tombstone, as `VoidCall`.
    case voided(caseID: CaseID, uid: CardUID?)
    /// The case was undone before its commit: the durable form of `AbandonCall`.
    case abandoned(caseID: CaseID, reason: AbandonReason, spoiled: [CardUID])
    /// Nobody knows yet whether the card was taken.
    case suspected(caseID: CaseID, uid: CardUID)
    /// A count of a unit changed.
    case stock(StockChange)
    /// The store did a call of this case and gave this note with its answer.
    case noted(caseID: CaseID, note: StoreNote)
}

extension KioskFact {
    /// The case that the fact is about; nil for stock.
    package var caseID: CaseID? {
        switch self {
        case .delivered(let caseID, _, _), .voided(let caseID, _), .abandoned(let caseID, _, _),
            .suspected(let caseID, _), .noted(let caseID, _):
            caseID
        case .stock: nil
        }
    }
}

/// What shows that a student has a card (K4).
package enum DeliveryEvidence: String, Hashable, Sendable, Codable, CaseIterable {
    /// The exit sensor went from covered to free while it was watched, and the unit did not retract.
    case takenSeenLive
    /// The card was used at a terminal.
    case firstUse
}

/// A change in a unit's count.
package enum StockChange: Hashable, Sendable, Codable {
    /// A blank left the hopper.
    case fed(card: CardRef)
    /// A card went into the bin.
    case retained(card: CardRef, uid: CardUID?)
    /// A card cannot be placed.
    case unaccounted(card: CardRef, uid: CardUID?)
    /// A technician counted.
    case counted(unit: StockUnit, found: Int)
    /// The journal and a witness disagree (K6): never balanced away.
    case difference(unit: StockUnit, booked: Int, witnessed: Int)
}

/// A place where cards are kept.
package enum StockUnit: String, Hashable, Sendable, Codable, CaseIterable {
    case hopper, bin
}

/// Pushes events; the answer names the next one wanted.
package struct PushEventsCall: StoreCall {
    package static let name = StoreCallName.pushEvents
    /// The most events in one call.
    package static let eventLimit = 64

    package let epoch: JournalEpoch
    package let events: [KioskEvent]

    /// How far the store has got with this journal epoch.
    package struct Answer: Hashable, Sendable, Codable {
        package let nextEvent: EventSequence
        /// Events that the store could not apply; they are kept and visible there, and later ones flow.
        package let quarantined: [EventSequence]

        package init(nextEvent: EventSequence, quarantined: [EventSequence]) {
            self.nextEvent = nextEvent
            self.quarantined = quarantined
        }
    }

    package init(epoch: JournalEpoch, events: [KioskEvent]) {
        self.epoch = epoch
        self.events = events
    }
}
