package import CampusCard
package import CardPrimitives

/// Everything that one FMCOS blank needs to become one card. It lives for one case.
package struct FMCOSPersonalisationPlan: Sendable, CustomStringConvertible {
    package let uid: CardUID
    package let profile: FMCOSProfile
    /// The maker's key of the root, type 39 number 0.
    package let transport: SecretKey
    package let keys: FMCOSKeySet
    /// The identity file's bytes.
    package let identity: [UInt8]
    package let status: StatusRecord

    /// - Precondition: an identity of the profile's length, a transport key of 16 bytes.
    package init(
        uid: CardUID, profile: FMCOSProfile,
        transport: SecretKey = SecretKey([UInt8](repeating: 0xFF, count: 16)), keys: FMCOSKeySet,
        identity: IdentityRecord, seal: CardSeal, status: StatusRecord
    ) {
        precondition(transport.count == 16, "a transport key has 16 bytes, not \(transport.count)")
        self.uid = uid
        self.profile = profile
        self.transport = transport
        self.keys = keys
        self.identity = identity.encoded(seal: seal, as: profile.identity)
        self.status = status
    }

    package var description: String { "FMCOSPersonalisationPlan(\(uid))" }
}

/// How far a card has come, in a byte of the root: which key the root has can be told without
/// trying one, since every wrong try is counted.
enum FMCOSMark: UInt8 {
    /// The maker's key opens the root. What the application holds may be deleted.
    case begun = 0x00
    /// The application is whole; the root's key is being changed, and either may open it.
    case changing = 0x02
    /// Our key opens the root.
    case done = 0x03
}
