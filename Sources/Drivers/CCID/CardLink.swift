internal import DeviceProtocols

/// How commands reach the card of one slot, once it is activated.
enum CardLink: Sendable {
    /// The reader takes APDUs, and speaks the card's protocol itself.
    case commands
    case t0
    case t1(T1Link)
}
