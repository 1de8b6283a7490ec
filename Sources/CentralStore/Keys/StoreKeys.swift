import CampusCard
package import CardPrimitives

/// The store's own keys, in wiped memory: what it seals at rest, and what it finds again without keeping it.
package struct StoreKeys: Sendable {
    /// Seals values at rest, 32 bytes.
    let vault: SecretKey
    /// Makes keyed digests, 16 bytes.
    let digestKey: SecretKey

    /// - Precondition: 32 and 16 bytes.
    package init(vault: SecretKey, digestKey: SecretKey) {
        precondition(
            vault.count == VaultSeal.keyLength && digestKey.count == CardKeyRole.keyLength,
            "the store's keys have their lengths")
        (self.vault, self.digestKey) = (vault, digestKey)
    }

    func digest(_ content: [UInt8]) -> String {
        CMAC(BlockCipher(.aes128, key: digestKey)).code(content).hex
    }

    func seal(_ plain: [UInt8], nonce: [UInt8]) -> [UInt8] {
        VaultSeal.seal(plain, key: vault, nonce: nonce)
    }

    func open(_ sealed: [UInt8]) -> [UInt8]? {
        VaultSeal.open(sealed, key: vault)
    }
}
