/// The cipher-based MAC of NIST SP 800-38B (RFC 4493 for AES), over AES or triple DES.
///
/// It is built on the block cipher and not on OpenSSL's MAC, because DESFire EV1 starts each MAC
/// from the end of the one before, and no published interface takes that starting vector.
package struct CMAC: Sendable {
    private let cipher: BlockCipher

    package init(_ cipher: BlockCipher) {
        self.cipher = cipher
    }

    /// The code of a message, one block long, started from `iv` (zero unless given).
    package func code(_ message: [UInt8], iv: [UInt8]? = nil) -> [UInt8] {
        let size = cipher.blockSize
        let blocks = max(1, (message.count + size - 1) / size)
        return code(message, paddedTo: blocks * size, iv: iv)
    }

    /// The code of a message that is padded to a stated length even where a shorter one would do,
    /// as AN10922 asks. - Precondition: `length` is whole blocks and not below the message.
    func code(_ message: [UInt8], paddedTo length: Int, iv: [UInt8]? = nil) -> [UInt8] {
        let size = cipher.blockSize
        precondition(
            length % size == 0 && length >= message.count && length > 0,
            "\(message.count) bytes cannot be padded to \(length)")
        let (whole, padded) = subkeys()
        var data = message
        if data.count < length {
            data.append(0x80)
            data += [UInt8](repeating: 0, count: length - data.count)
        }
        let mask = message.count == length ? whole : padded
        for index in 0..<size { data[length - size + index] ^= mask[index] }
        let chain = cipher.encrypt(data, iv: iv ?? [UInt8](repeating: 0, count: size))
        return Array(chain.suffix(size))
    }

    /// The masks for a last block that is whole and for one that was padded (K1 and K2 of SP
    /// 800-38B, 6.1).
    func subkeys() -> (whole: [UInt8], padded: [UInt8]) {
        let start = cipher.encrypt([UInt8](repeating: 0, count: cipher.blockSize))
        let whole = doubled(start)
        return (whole, doubled(whole))
    }

    /// Multiplication by x in GF(2^128) or GF(2^64).
    private func doubled(_ block: [UInt8]) -> [UInt8] {
        let reduction: UInt8 =
            switch cipher.algorithm {
            case .aes128: 0x87
            case .tripleDES: 0x1B
            }
        var result = block
        for index in block.indices {
            let next = index + 1 < block.count ? block[index + 1] >> 7 : 0
            result[index] = block[index] << 1 | next
        }
        if block[0] & 0x80 != 0 { result[block.count - 1] ^= reduction }
        return result
    }
}
