import CLibCrypto

/// A block cipher under one key, without padding, over OpenSSL 3.
///
/// `tripleDES` takes 8, 16 or 24 key bytes: single DES is run as triple DES with three equal keys,
/// since OpenSSL keeps the single cipher in its legacy provider. Degenerate keys are accepted: the
/// factory key of a card is sixteen zero bytes.
package struct BlockCipher: Sendable {
    /// The ciphers that cards use.
    package enum Algorithm: Hashable, Sendable {
        case aes128
        case tripleDES

        /// Bytes of one block.
        package var blockSize: Int {
            switch self {
            case .aes128: 16
            case .tripleDES: 8
            }
        }

        /// Key lengths that the algorithm takes.
        package var keyLengths: [Int] {
            switch self {
            case .aes128: [16]
            case .tripleDES: [8, 16, 24]
            }
        }
    }

    package let algorithm: Algorithm
    private let key: SecretKey

    package var blockSize: Int { algorithm.blockSize }

    /// - Precondition: the key has a length that the algorithm takes.
    package init(_ algorithm: Algorithm, key: SecretKey) {
        precondition(
            algorithm.keyLengths.contains(key.count),
            "\(algorithm) takes keys of \(algorithm.keyLengths) bytes, not \(key.count)")
        self.algorithm = algorithm
        self.key = algorithm == .tripleDES && key.count < 24 ? Self.threeKeys(from: key) : key
    }

    /// CBC. - Precondition: whole blocks, and an initial vector of one block.
    package func encrypt(_ data: [UInt8], iv: [UInt8]) -> [UInt8] {
        run(data, iv: iv, direction: .encrypt)
    }

    /// CBC. - Precondition: whole blocks, and an initial vector of one block.
    package func decrypt(_ data: [UInt8], iv: [UInt8]) -> [UInt8] {
        run(data, iv: iv, direction: .decrypt)
    }

    /// ECB. - Precondition: whole blocks.
    package func encrypt(_ data: [UInt8]) -> [UInt8] {
        run(data, iv: nil, direction: .encrypt)
    }

    /// ECB. - Precondition: whole blocks.
    package func decrypt(_ data: [UInt8]) -> [UInt8] {
        run(data, iv: nil, direction: .decrypt)
    }

    /// K1 alone becomes K1 K1 K1, and K1 K2 becomes K1 K2 K1.
    private static func threeKeys(from key: SecretKey) -> SecretKey {
        var bytes = key.withBytes { Array($0) }
        if bytes.count == 8 { bytes += bytes }
        bytes += bytes.prefix(8)
        return SecretKey(taking: &bytes)
    }

    private func run(_ data: [UInt8], iv: [UInt8]?, direction: CipherContext.Direction) -> [UInt8] {
        precondition(
            data.count % blockSize == 0, "\(data.count) bytes are not whole blocks of \(blockSize)")
        precondition(
            iv == nil || iv?.count == blockSize, "an initial vector has \(blockSize) bytes")
        guard !data.isEmpty else { return [] }
        let mode: CipherContext.Mode = iv == nil ? .ecb : .cbc
        return CipherContext.run(algorithm, mode, direction, key: key, iv: iv ?? [], data: data)
    }
}
