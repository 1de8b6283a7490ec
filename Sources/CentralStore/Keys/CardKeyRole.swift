package import CampusCard

/// What a master key is for. Each role has a key of its own (profile A: a card master key and five
/// of the application).
package enum CardKeyRole: String, Hashable, Sendable, CaseIterable {
    case cardMaster
    case application0, application1, application2, application3, application4
    /// Seals identity records; no kiosk and no terminal gets it.
    case recordSeal

    /// AES-128.
    package static let keyLength = 16
    /// Bytes of a seal over a card's identity.
    static let sealLength = 8
    /// What goes before the input of a derivation (AN10922, 2.2).
    static let diversificationConstant: UInt8 = 0x01

    static let applicationKeys: [CardKeyRole] = [
        .application0, .application1, .application2, .application3, .application4,
    ]

    /// UID ‖ AID ‖ system identifier: at 7 + 3 + 6 bytes the derivation equals the plain CMAC
    /// (AN10922, 2.2).
    package static func diversificationInput(
        _ uid: CardUID, _ application: ApplicationID
    ) -> [UInt8] {
        uid.bytes + application.bytes + systemIdentifier
    }

    private static let systemIdentifier = [UInt8]("CAMPUS".utf8)
}
