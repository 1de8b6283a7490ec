/// What lies in a reader's field: at most one contactless card, which may come and go.
///
/// Conforming types must not call back into the device model.
package protocol PresentedCard: AnyObject, Sendable {
    /// Whether the reader can see a card now.
    func isPresent(now: Duration) -> Bool

    /// Resets the field and activates the card: its answer to reset, or nil if none answers.
    func activate(now: Duration) -> [UInt8]?

    /// Switches the field off: the card forgets its session.
    func deactivate(now: Duration)

    /// One command APDU.
    func transmit(_ apdu: [UInt8], now: Duration) -> PresentedCardReply
}

/// A card's answer, and how long the card took.
package struct PresentedCardReply: Hashable, Sendable {
    /// The response APDU with its status word; nil when the card fell silent or went away.
    package let response: [UInt8]?
    package let takes: Duration

    package init(response: [UInt8]?, takes: Duration) {
        self.response = response
        self.takes = takes
    }
}
