package import KioskCore

/// What went wrong with a dispenser, and what is known about the card.
package struct DispenserFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let kind: DispenserFaultKind
    package let card: CardKnowledge
    /// What was being done, with which bytes, against which bound.
    package let detail: String

    package init(_ kind: DispenserFaultKind, card: CardKnowledge, detail: String) {
        self.kind = kind
        self.card = card
        self.detail = detail
    }

    package var description: String { "\(detail): \(kind.rawValue), card \(card.rawValue)" }
}

/// The observations that a dispenser's fault can name. Each has a row in the table of advice.
package enum DispenserFaultKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// No such device on the bus, or it was pulled.
    case disconnected = "dispenser.disconnected"
    /// No answer in time.
    case timedOut = "dispenser.timedOut"
    /// Answers that break the protocol.
    case garbled = "dispenser.garbled"
    /// The identity matches no commissioned profile: motion refused.
    case notCommissioned = "dispenser.notCommissioned"
    case jam = "dispenser.jam"
    case hopperEmpty = "dispenser.hopperEmpty"
    case binFull = "dispenser.binFull"
    case sensor = "dispenser.sensor"
    case motor = "dispenser.motor"
    /// A hand moved the card.
    case movedByHand = "dispenser.movedByHand"
    /// A card of the wrong length: wrong stock.
    case wrongStock = "dispenser.wrongStock"
    /// The unit was powered off meanwhile.
    case notReset = "dispenser.notReset"
    /// The unit refused for another reason; the detail has its code.
    case refused = "dispenser.refused"
}
