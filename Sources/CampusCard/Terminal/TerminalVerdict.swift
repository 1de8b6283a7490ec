/// What a terminal does with a card.
package struct TerminalVerdict: Hashable, Sendable {
    /// Whether the card is taken.
    package enum Outcome: Hashable, Sendable {
        /// The card is good; what the purchase still needs, `PurchaseRule` says.
        case accept
        /// The flag is cleared and the stamp renewed. Nothing is charged: the card is to be presented
        /// again.
        case update
        case refuse(TerminalRefusal)
    }

    package let outcome: Outcome
    /// The terminal sets the card's flag, so that others refuse it without asking.
    package let setsFlag: Bool
    /// The store is to hear of it: a stopped card was presented here.
    package let isReported: Bool

    init(_ outcome: Outcome, setsFlag: Bool = false, isReported: Bool = false) {
        self.outcome = outcome
        self.setsFlag = setsFlag
        self.isReported = isReported
    }
}

/// Why a terminal refuses a card.
package enum TerminalRefusal: String, Hashable, Sendable, CaseIterable {
    case notReadable
    case stopped
    case frozen
    /// Its flag is set, and nobody can be asked whether that still holds.
    case mustBeUpdated
    case unknownCard
    /// Neither the store nor a list can be asked.
    case cannotTell
}
