package import CardPrimitives

/// The reader's side of FMCOS and PBOC cryptography (FMCOS 2.0 user manual, chapter 11).
package enum FMCOSCryptography {
    /// DES or 3DES block by block, by the length of the key.
    package static func enciphered(_ blocks: [UInt8], key: SecretKey) -> [UInt8] {
        BlockCipher(.tripleDES, key: key).encrypt(blocks)
    }

    /// Line protection's cipher: `length ‖ data ‖ 80 00…`, block by block.
    package static func sealed(_ data: [UInt8], key: SecretKey) -> [UInt8] {
        let framed = [UInt8(data.count)] + data
        return enciphered(framed.count % 8 == 0 ? framed : padded(framed), key: key)
    }

    /// Four bytes: DES-CBC under the first half of the key, and the last block deciphered with the
    /// second and enciphered with the first half where there are two.
    package static func code(
        _ data: [UInt8], key: SecretKey, start: [UInt8] = [UInt8](repeating: 0, count: 8)
    ) -> [UInt8] {
        var (left, right) = key.withBytes { (Array($0.prefix(8)), Array($0.dropFirst(8))) }
        let first = BlockCipher(.tripleDES, key: SecretKey(taking: &left))
        var last = Array(first.encrypt(padded(data), iv: start).suffix(8))
        if !right.isEmpty {
            let second = BlockCipher(.tripleDES, key: SecretKey(taking: &right))
            last = first.encrypt(second.decrypt(last))
        }
        return Array(last.prefix(4))
    }

    /// PBOC dispersion: the factor under the master key, and its complement.
    /// - Precondition: a master key of 16 bytes, a factor of 8.
    package static func dispersed(_ master: SecretKey, factor: [UInt8]) -> SecretKey {
        precondition(factor.count == 8, "a factor has 8 bytes, not \(factor.count)")
        var key = enciphered(factor + factor.map { ~$0 }, key: master)
        return SecretKey(taking: &key)
    }

    /// The key of transaction codes: both halves of an internal key over each other.
    package static func folded(_ key: SecretKey) -> SecretKey {
        var bytes = key.withBytes { bytes in
            zip(bytes.prefix(8), bytes.suffix(8)).map { $0 ^ $1 }
        }
        return SecretKey(taking: &bytes)
    }

    private static func padded(_ data: [UInt8]) -> [UInt8] {
        data + [0x80] + [UInt8](repeating: 0, count: 7 - data.count % 8)
    }
}
