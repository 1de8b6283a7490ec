import CardPrimitives

/// The card's own cryptography (FMCOS 2.0 user manual, chapter 11; PBOC).
enum FMCOSCipher {
    /// DES or 3DES block by block, by the length of the key.
    static func encrypt(_ data: [UInt8], _ key: [UInt8]) -> [UInt8] {
        BlockCipher(.tripleDES, key: SecretKey(key)).encrypt(data)
    }

    /// The reverse; what was enciphered is `length ‖ data ‖ 80 00…`. Nil when it is not.
    static func opened(_ data: [UInt8], _ key: [UInt8]) -> [UInt8]? {
        guard !data.isEmpty, data.count % 8 == 0 else { return nil }
        let plain = BlockCipher(.tripleDES, key: SecretKey(key)).decrypt(data)
        let length = Int(plain[0])
        guard length < plain.count else { return nil }
        return Array(plain[1...length])
    }

    /// Four bytes: DES-CBC with the left half, and a last block through right and left again when
    /// the key has two halves. Data are filled up with 80 00….
    static func mac(_ data: [UInt8], _ key: [UInt8], start: [UInt8]) -> [UInt8] {
        let left = Array(key.prefix(8))
        var block = start
        let blocks = padded(data)
        for place in stride(from: 0, to: blocks.count, by: 8) {
            let next = blocks[place..<place + 8]
            block = encrypt(zip(block, next).map { $0 ^ $1 }, left)
        }
        if key.count == 16 {
            let right = SecretKey(Array(key.suffix(8)))
            block = encrypt(BlockCipher(.tripleDES, key: right).decrypt(block), left)
        }
        return Array(block.prefix(4))
    }

    /// The transaction code's key: the halves of key 34 over each other.
    static func folded(_ key: [UInt8]) -> [UInt8] {
        guard key.count == 16 else { return key }
        return zip(key.prefix(8), key.suffix(8)).map { $0 ^ $1 }
    }

    static let zeros = [UInt8](repeating: 0, count: 8)

    private static func padded(_ data: [UInt8]) -> [UInt8] {
        data + [0x80] + [UInt8](repeating: 0, count: 7 - data.count % 8)
    }
}
