package import CampusCard
import CardPrimitives

/// Master keys in this process's wiped memory, for development: a kiosk never holds any of them.
package struct KeyRing: MasterKeys {
    package let generation: UInt8
    /// The master keys by role: card master key, application keys 0 to 4, record seal.
    let card: [CardKeyRole: SecretKey]
    /// Seals values at rest, 32 bytes.
    let vault: SecretKey
    /// Makes keyed digests, 16 bytes.
    let digestKey: SecretKey

    /// Takes bytes for each key, in the order of `CardKeyRole`, then the vault's and the digest's.
    package init(generation: UInt8, randomBytes: (Int) -> [UInt8]) {
        self.generation = generation
        var card: [CardKeyRole: SecretKey] = [:]
        for role in CardKeyRole.allCases {
            card[role] = SecretKey(randomBytes(CardKeyRole.keyLength))
        }
        self.card = card
        vault = SecretKey(randomBytes(VaultSeal.keyLength))
        digestKey = SecretKey(randomBytes(CardKeyRole.keyLength))
    }

    init(generation: UInt8, card: [CardKeyRole: SecretKey], vault: SecretKey, digestKey: SecretKey)
    {
        precondition(card.count == CardKeyRole.allCases.count, "a key ring has a key for each role")
        self.generation = generation
        self.card = card
        self.vault = vault
        self.digestKey = digestKey
    }

    package func grant(for uid: CardUID, _ application: ApplicationID) -> CardKeyGrant {
        let input = CardKeyRole.diversificationInput(uid, application)
        return CardKeyGrant(
            generation: generation, piccMasterKey: derived(.cardMaster, input),
            applicationKeys: CardKeyRole.applicationKeys.map { derived($0, input) })
    }

    package func seal(
        _ content: [UInt8], for uid: CardUID, _ application: ApplicationID
    ) -> [UInt8] {
        let key = KeyDiversification.aes128(
            master: master(.recordSeal),
            input: CardKeyRole.diversificationInput(uid, application))
        return Array(CMAC(BlockCipher(.aes128, key: key)).code(content).prefix(Self.sealLength))
    }

    package func digest(_ content: [UInt8]) -> String {
        CMAC(BlockCipher(.aes128, key: digestKey)).code(content).hex
    }

    package func seal(_ plain: [UInt8], nonce: [UInt8]) -> [UInt8] {
        VaultSeal.seal(plain, key: vault, nonce: nonce)
    }

    package func open(_ sealed: [UInt8]) -> [UInt8]? {
        VaultSeal.open(sealed, key: vault)
    }

    private static let sealLength = 8

    private func derived(_ role: CardKeyRole, _ input: [UInt8]) -> String {
        KeyDiversification.aes128(master: master(role), input: input).withBytes { $0.hex }
    }

    private func master(_ role: CardKeyRole) -> SecretKey {
        guard let key = card[role] else {
            preconditionFailure("a key ring has a key for each role")
        }
        return key
    }
}

extension KeyRing: CustomStringConvertible, CustomReflectable {
    package var description: String { "KeyRing(generation \(generation), keys withheld)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
