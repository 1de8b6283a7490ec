import CLibCrypto

/// Comparison of authentication codes, in a time that tells nothing of where they differ.
package enum ConstantTime {
    /// False at once when the lengths differ, which are no secret.
    package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }
}
