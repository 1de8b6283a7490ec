import CardPrimitives

/// Master keys in this process's wiped memory, for development: a kiosk never holds any of them.
package struct KeyRing: KeyCustody {
    /// The master keys of each generation by role.
    let masters: [UInt8: [CardKeyRole: SecretKey]]
    package let storeKeys: StoreKeys

    /// Takes bytes for each key, in the order of `CardKeyRole`, then the vault's and the digest's.
    package init(generation: UInt8, randomBytes: (Int) -> [UInt8]) {
        masters = [generation: Self.fresh(randomBytes)]
        storeKeys = StoreKeys(
            vault: SecretKey(randomBytes(VaultSeal.keyLength)),
            digestKey: SecretKey(randomBytes(CardKeyRole.keyLength)))
    }

    /// - Precondition: one generation at least, and each has a key for each role.
    init(masters: [UInt8: [CardKeyRole: SecretKey]], storeKeys: StoreKeys) {
        precondition(
            !masters.isEmpty
                && masters.values.allSatisfy { $0.count == CardKeyRole.allCases.count },
            "a key ring has a key for each role of each generation")
        (self.masters, self.storeKeys) = (masters, storeKeys)
    }

    package var generations: [UInt8] { masters.keys.sorted() }

    /// The ring with one generation more, whose keys are new.
    /// - Precondition: it is higher than those before.
    func adding(_ generation: UInt8, randomBytes: (Int) -> [UInt8]) -> KeyRing {
        precondition(generation > self.generation, "generations rise")
        var all = masters
        all[generation] = Self.fresh(randomBytes)
        return KeyRing(masters: all, storeKeys: storeKeys)
    }

    package func code(
        _ message: [UInt8], under role: CardKeyRole, of generation: UInt8
    ) throws(StoreFailure) -> [UInt8] {
        guard let key = masters[generation]?[role] else {
            preconditionFailure("a key ring has a key for each role of each generation")
        }
        return CMAC(BlockCipher(.aes128, key: key)).code(message)
    }

    private static func fresh(_ randomBytes: (Int) -> [UInt8]) -> [CardKeyRole: SecretKey] {
        var masters: [CardKeyRole: SecretKey] = [:]
        for role in CardKeyRole.allCases {
            masters[role] = SecretKey(randomBytes(CardKeyRole.keyLength))
        }
        return masters
    }
}

extension KeyRing: CustomStringConvertible, CustomReflectable {
    package var description: String { "KeyRing(generation \(generation), keys withheld)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
