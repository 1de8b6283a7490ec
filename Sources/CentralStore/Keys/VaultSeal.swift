import CLibCrypto
package import CardPrimitives

/// Authenticated encryption of values at rest: AES-256-GCM; a sealed value is nonce (12) ‖
/// ciphertext ‖ tag (16).
package enum VaultSeal {
    package static let keyLength = 32
    package static let nonceLength = 12
    private static let tagLength = 16

    /// - Precondition: the key and the nonce have their lengths.
    package static func seal(_ plain: [UInt8], key: SecretKey, nonce: [UInt8]) -> [UInt8] {
        precondition(key.count == keyLength && nonce.count == nonceLength, "wrong key or nonce")
        let context = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(context) }
        var written: Int32 = 0
        var sealed = [UInt8](repeating: 0, count: plain.count)
        var tag = [UInt8](repeating: 0, count: tagLength)
        let started = key.withBytes {
            EVP_EncryptInit_ex2(
                context, EVP_aes_256_gcm(), $0.assumingMemoryBound(to: UInt8.self).baseAddress,
                nonce,
                nil)
        }
        let done =
            started == 1
            && EVP_EncryptUpdate(context, &sealed, &written, plain, Int32(plain.count)) == 1
            && EVP_EncryptFinal_ex(context, &tag, &written) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), &tag) == 1
        precondition(done, "AES-256-GCM is in every OpenSSL 3")
        return nonce + sealed + tag
    }

    /// Nil when the value is too short, was changed, or was sealed under another key.
    package static func open(_ value: [UInt8], key: SecretKey) -> [UInt8]? {
        precondition(key.count == keyLength, "wrong key length")
        guard value.count >= nonceLength + tagLength else { return nil }
        let nonce = Array(value.prefix(nonceLength))
        let sealed = Array(value.dropFirst(nonceLength).dropLast(tagLength))
        var tag = Array(value.suffix(tagLength))
        let context = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(context) }
        var written: Int32 = 0
        var rest = [UInt8](repeating: 0, count: tagLength)
        var plain = [UInt8](repeating: 0, count: sealed.count)
        let started = key.withBytes {
            EVP_DecryptInit_ex2(
                context, EVP_aes_256_gcm(), $0.assumingMemoryBound(to: UInt8.self).baseAddress,
                nonce,
                nil)
        }
        let done =
            started == 1
            && EVP_DecryptUpdate(context, &plain, &written, sealed, Int32(sealed.count)) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &tag) == 1
            && EVP_DecryptFinal_ex(context, &rest, &written) == 1
        return done ? plain : nil
    }
}
