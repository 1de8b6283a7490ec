import CampusCard

/// Check values: what two people compare to know that they hold the same key, without showing it.
package struct KeyCheckValue: Hashable, Sendable {
    package let generation: UInt8
    package let role: CardKeyRole
    /// The first three bytes of the CMAC of nothing under the key, as hex.
    package let hex: String
}

extension KeyCustody {
    /// A check value for each card key: generations rising, each in the order of the roles.
    package func checkValues() throws(StoreFailure) -> [KeyCheckValue] {
        var values: [KeyCheckValue] = []
        for generation in generations {
            for role in CardKeyRole.allCases {
                let code = try code([], under: role, of: generation)
                values.append(
                    KeyCheckValue(
                        generation: generation, role: role, hex: code.prefix(3).hex))
            }
        }
        return values
    }
}
