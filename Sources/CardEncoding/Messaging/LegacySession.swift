package import CardPrimitives

/// What this system uses of the first DESFire's secure messaging (D40): the replacement of a
/// blank's DES key. The reader always deciphers; answers carry no code, so a session proves nothing
/// after its authentication.
package struct LegacySession: Sendable {
    private let cipher: BlockCipher

    package init(sessionKey: SecretKey) {
        cipher = BlockCipher(.tripleDES, key: sessionKey)
    }

    /// `slot ‖ D(key part ‖ CRC16 of it ‖ CRC16 of the new key)`, filled up with zeros.
    package func protect(_ change: KeyChange) -> [UInt8] {
        var plain = change.keyPart
        defer { SecretMemory.wipe(&plain) }
        plain += CyclicRedundancy.typeA16(plain)
        plain += change.newKeyCheckSum(CyclicRedundancy.typeA16)
        plain += [UInt8](repeating: 0, count: (8 - plain.count % 8) % 8)
        return [change.slot] + Self.sent(plain, through: cipher)
    }

    /// The reader's direction of D40: each block, exclusive-ored with the one sent before, is
    /// *deciphered*.
    static func sent(_ plain: [UInt8], through cipher: BlockCipher) -> [UInt8] {
        var previous = [UInt8](repeating: 0, count: 8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: plain.count, by: 8) {
            let block = zip(plain[start..<start + 8], previous).map { $0 ^ $1 }
            previous = cipher.decrypt(block)
            result += previous
        }
        return result
    }
}
