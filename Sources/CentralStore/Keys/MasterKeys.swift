package import CampusCard

/// The school's master keys as the store may use them: it asks for the keys of one card and for
/// seals, and never sees a master key. What lies elsewhere can be out of reach: then the call that
/// asked has no answer, and nothing has changed.
package protocol MasterKeys: Sendable {
    /// The key version that cards written with these keys report.
    var generation: UInt8 { get }
    /// The diversified keys of one card in one application (AN10922).
    func grant(
        for uid: CardUID, _ application: ApplicationID
    ) throws(StoreFailure) -> CardKeyGrant
    /// The seal over a card's identity: a CMAC under a key of that card that no kiosk holds, cut to
    /// eight bytes.
    func seal(
        _ content: [UInt8], for uid: CardUID, _ application: ApplicationID
    ) throws(StoreFailure) -> [UInt8]
    /// A keyed digest, 32 hex digits: what is guessable cannot be found again from the database
    /// alone.
    func digest(_ content: [UInt8]) -> String
    /// Seals a value for the database.
    /// - Precondition: `nonce` has `VaultSeal.nonceLength` bytes and is never used twice.
    func seal(_ plain: [UInt8], nonce: [UInt8]) -> [UInt8]
    /// Opens what `seal(_:nonce:)` made; nil when it was not made with these keys.
    func open(_ sealed: [UInt8]) -> [UInt8]?
}
