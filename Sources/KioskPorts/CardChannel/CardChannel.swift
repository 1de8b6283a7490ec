/// A way to one contactless card: a CCID reader in its role, or a dispenser's own RF module.
package protocol CardChannel: Sendable {
    /// Asks whether the reader is there and answers. Touches no card; may be called at any time between cases.
    func probe() async throws(CardChannelFault)

    /// Resets the field and activates the card that lies in it, anew: no session of before survives.
    /// - Returns: the answer to reset.
    func activate() async throws(CardChannelFault) -> [UInt8]

    /// Sends one command APDU and returns the response APDU with its status word. Never resent by the channel: after a
    /// fault nobody knows whether the card acted.
    func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8]

    /// Switches the field off. What went wrong with it shows at the next activation.
    func deactivate() async
}

/// What went wrong on the way to a card.
package struct CardChannelFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let kind: CardChannelFaultKind
    package let detail: String

    package init(_ kind: CardChannelFaultKind, detail: String) {
        self.kind = kind
        self.detail = detail
    }

    package var description: String { "\(detail): \(kind.rawValue)" }
}

/// The observations that a card channel's fault can name. Each has a row in the table of advice.
package enum CardChannelFaultKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The reader is not on the bus, or was pulled.
    case readerGone = "reader.gone"
    /// The reader did not answer, or not in the protocol, after the whole recovery ladder.
    case readerFault = "reader.fault"
    /// No card in the field, or it went away, or it is mute.
    case cardLost = "card.lost"
    /// The reader answered too late; whether the card acted is unknown.
    case timedOut = "reader.timedOut"
}
