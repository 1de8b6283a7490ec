import CampusCard
import CardPrimitives

/// Check values: what two people compare to know that they hold the same key, without showing it.
package struct KeyCheckValue: Hashable, Sendable {
    package let role: CardKeyRole
    /// The first three bytes of the CMAC of nothing under the key, as hex.
    package let hex: String
}

extension KeyRing {
    /// A check value for each card key, in the order of the roles.
    package var checkValues: [KeyCheckValue] {
        CardKeyRole.allCases.compactMap { role in
            card[role].map { key in
                let code = CMAC(BlockCipher(.aes128, key: key)).code([])
                return KeyCheckValue(role: role, hex: code.prefix(3).hex)
            }
        }
    }
}
