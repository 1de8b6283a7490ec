package import CampusCard
import CardPrimitives

/// A place where the card masters of all generations lie: a sealed file in development, a PKCS#11 token in production. It
/// makes one kind of code with them, and never gives one away.
package protocol KeyCustody: MasterKeys {
    /// Key versions that cards of this campus report, one at least, rising: the highest is that of new cards. Older
    /// ones stay for as long as cards of theirs are about.
    var generations: [UInt8] { get }
    /// What the store seals and finds its own values by.
    var storeKeys: StoreKeys { get }
    /// The AES-CMAC (SP 800-38B), 16 bytes, under a master key.
    func code(
        _ message: [UInt8], under role: CardKeyRole, of generation: UInt8
    ) throws(StoreFailure) -> [UInt8]
}

extension KeyCustody {
    package var generation: UInt8 {
        guard let newest = generations.last else {
            preconditionFailure("custody holds one generation at least")
        }
        return newest
    }

    package func grant(
        for uid: CardUID, _ application: ApplicationID
    ) throws(StoreFailure) -> CardKeyGrant {
        let input = CardKeyRole.diversificationInput(uid, application)
        let master = try derived(.cardMaster, input)
        var keys: [String] = []
        for role in CardKeyRole.applicationKeys { keys.append(try derived(role, input).hex) }
        return CardKeyGrant(
            generation: generation, piccMasterKey: master.hex, applicationKeys: keys)
    }

    package func seal(
        _ content: [UInt8], for uid: CardUID, _ application: ApplicationID
    ) throws(StoreFailure) -> [UInt8] {
        var bytes = try derived(
            .recordSeal, CardKeyRole.diversificationInput(uid, application))
        let key = SecretKey(taking: &bytes)
        return Array(
            CMAC(BlockCipher(.aes128, key: key)).code(content).prefix(CardKeyRole.sealLength))
    }

    package func digest(_ content: [UInt8]) -> String { storeKeys.digest(content) }

    package func seal(_ plain: [UInt8], nonce: [UInt8]) -> [UInt8] {
        storeKeys.seal(plain, nonce: nonce)
    }

    package func open(_ sealed: [UInt8]) -> [UInt8]? { storeKeys.open(sealed) }

    /// A card's own key: the code of 01 ‖ input (AN10922, 2.2), which equals the padded form of that note as the input has
    /// sixteen bytes.
    private func derived(
        _ role: CardKeyRole, _ input: [UInt8]
    ) throws(StoreFailure) -> [UInt8] {
        try code([CardKeyRole.diversificationConstant] + input, under: role, of: generation)
    }
}
