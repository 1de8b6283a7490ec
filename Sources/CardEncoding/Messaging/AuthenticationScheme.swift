/// The ways to open a session.
package enum AuthenticationScheme: String, Hashable, Sendable, Codable, CaseIterable {
    /// D40, with a DES or two-key triple DES key.
    case legacy
    /// EV1 with a triple DES key.
    case iso
    /// EV1 with an AES key.
    case aes
    /// EV2 with an AES key: a new transaction.
    case ev2First
    /// EV2 with an AES key inside the running transaction: identifier and counter go on.
    case ev2NonFirst

    var instruction: Instruction {
        switch self {
        case .legacy: .authenticateLegacy
        case .iso: .authenticateISO
        case .aes: .authenticateAES
        case .ev2First: .authenticateEV2First
        case .ev2NonFirst: .authenticateEV2NonFirst
        }
    }

    /// Bytes of the challenges under a key of this length.
    func challengeLength(keyLength: Int) -> Int {
        switch self {
        case .legacy: 8
        case .iso: keyLength == 24 ? 16 : 8
        case .aes, .ev2First, .ev2NonFirst: 16
        }
    }
}
