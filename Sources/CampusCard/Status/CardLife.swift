/// The first of a card's three status axes: where it is between blank and gone.
package enum CardLife: String, Hashable, Sendable, Codable, CaseIterable {
    /// Known only as stock.
    case blank
    /// Bound to a case; it must not be usable yet.
    case issuing
    /// Committed and usable, not yet known to be in the student's hand; the fee is held.
    case inDelivery
    /// In use.
    case active
    /// Ended for ever: replaced, voided or spoiled.
    case cancelled
    /// Ended by date.
    case expired

    /// Committed and not ended: whoever holds the card can use it, unless a flag stops it.
    package var isUsable: Bool {
        switch self {
        case .inDelivery, .active: true
        case .blank, .issuing, .cancelled, .expired: false
        }
    }
}
