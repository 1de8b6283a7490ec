internal import DeviceProtocols

/// How commands reach the card of one slot, once it is activated, where its protocol is the host's.
enum CardLink: Sendable {
    case t0
    case t1(T1Link)
}
