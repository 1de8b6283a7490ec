import CLibCrypto

/// One pass of an OpenSSL cipher over whole blocks. A failure here is a broken library, never a
/// property of the data, whose lengths `BlockCipher` has checked: hence the preconditions.
enum CipherContext {
    enum Mode {
        case ecb
        case cbc
    }

    enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    /// Fetched once, since a fetch by name costs more than a block; never freed or changed.
    private nonisolated(unsafe) static let ciphers: [OpaquePointer?] = {
        let names = ["AES-128-ECB", "AES-128-CBC", "DES-EDE3-ECB", "DES-EDE3-CBC"]
        return names.map { name in EVP_CIPHER_fetch(nil, name, nil) }
    }()

    private static func cipher(_ algorithm: BlockCipher.Algorithm, _ mode: Mode) -> OpaquePointer? {
        switch (algorithm, mode) {
        case (.aes128, .ecb): ciphers[0]
        case (.aes128, .cbc): ciphers[1]
        case (.tripleDES, .ecb): ciphers[2]
        case (.tripleDES, .cbc): ciphers[3]
        }
    }

    static func run(
        _ algorithm: BlockCipher.Algorithm, _ mode: Mode, _ direction: Direction,
        key: SecretKey, iv: [UInt8], data: [UInt8]
    ) -> [UInt8] {
        let context = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(context) }
        let started = key.withBytes { key in
            EVP_CipherInit_ex2(
                context, cipher(algorithm, mode),
                key.baseAddress?.assumingMemoryBound(to: UInt8.self),
                iv.isEmpty ? nil : iv, direction.rawValue, nil)
        }
        precondition(started == 1, "OpenSSL offers no \(algorithm) in \(mode) mode")
        precondition(
            EVP_CIPHER_CTX_set_padding(context, 0) == 1, "OpenSSL refused to leave padding out")
        var written: Int32 = 0
        let result = [UInt8](unsafeUninitializedCapacity: data.count) { buffer, count in
            let done = EVP_CipherUpdate(
                context, buffer.baseAddress, &written, data, Int32(data.count))
            count = done == 1 ? Int(written) : 0
        }
        precondition(result.count == data.count, "OpenSSL stopped within \(data.count) bytes")
        return result
    }
}
