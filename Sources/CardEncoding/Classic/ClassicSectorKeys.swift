package import CardPrimitives

/// The two keys of a sector, six bytes each.
package struct ClassicSectorKeys: Sendable, CustomStringConvertible {
    package let a: SecretKey
    package let b: SecretKey

    /// - Precondition: keys of six bytes.
    package init(a: SecretKey, b: SecretKey) {
        precondition(
            a.count == ClassicLayout.keyLength && b.count == ClassicLayout.keyLength,
            "a sector's key has 6 bytes")
        self.a = a
        self.b = b
    }

    package var description: String { "ClassicSectorKeys(withheld)" }

    /// As a sector is delivered: FF in every byte.
    package static let transport = ClassicSectorKeys(
        a: SecretKey([UInt8](repeating: 0xFF, count: ClassicLayout.keyLength)),
        b: SecretKey([UInt8](repeating: 0xFF, count: ClassicLayout.keyLength)))

    /// Everybody may read a directory, by the key A that is written down for it (AN10787, 3.3).
    package static func directory(b: SecretKey) -> ClassicSectorKeys {
        ClassicSectorKeys(a: SecretKey([0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5]), b: b)
    }
}
