package import CardPrimitives

/// The key that a blank comes with.
package struct TransportKey: Sendable {
    package let key: SecretKey
    package let scheme: AuthenticationScheme
    /// The version byte that GetKeyVersion gives for it.
    package let version: UInt8

    package init(key: SecretKey, scheme: AuthenticationScheme, version: UInt8) {
        self.key = key
        self.scheme = scheme
        self.version = version
    }

    /// NXP's delivery state: sixteen zero bytes as a DES key, opened with an ISO authentication.
    package static let factory = TransportKey(
        key: SecretKey([UInt8](repeating: 0, count: 16)), scheme: .iso, version: 0)
}
