import CLibCrypto

/// Digests of public data. For codes under a key see `CMAC`.
package enum MessageDigest {
    /// SHA-256 (FIPS 180-4): 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        let done = EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
        precondition(done == 1, "OpenSSL offers no SHA-256")
        return digest
    }
}
