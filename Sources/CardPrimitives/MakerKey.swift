import CLibCrypto

/// A public key on secp224r1 (SEC 2, 2.6.2), with which a maker of chips vouches for them.
package struct MakerKey: Hashable, Sendable {
    /// Bytes of an uncompressed point: 04, x, y.
    package static let length = 57
    /// Bytes of a signature: r and s, 28 each.
    package static let signatureLength = 56

    package let point: [UInt8]

    /// Nil unless the bytes are an uncompressed point of the curve.
    package init?(_ point: [UInt8]) {
        guard point.count == Self.length, point[0] == 0x04 else { return nil }
        self.point = point
        guard let key = opened() else { return nil }
        EVP_PKEY_free(key)
    }

    /// Whether the signature is this key's over a message that is taken as it stands, unhashed
    /// (ECDSA, FIPS 186-4; NXP AN11350). False for any other length than 56.
    package func hasSigned(_ message: [UInt8], signature: [UInt8]) -> Bool {
        guard signature.count == Self.signatureLength, let key = opened() else { return false }
        defer { EVP_PKEY_free(key) }
        let context = EVP_PKEY_CTX_new(key, nil)
        defer { EVP_PKEY_CTX_free(context) }
        precondition(
            EVP_PKEY_verify_init(context) == 1, "OpenSSL cannot check a signature on secp224r1")
        let encoded = Self.encoded(signature)
        return EVP_PKEY_verify(context, encoded, encoded.count, message, message.count) == 1
    }

    /// The key as OpenSSL holds it, to be freed by the caller; nil for a point off the curve.
    private func opened() -> OpaquePointer? {
        let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil)
        defer { EVP_PKEY_CTX_free(context) }
        precondition(EVP_PKEY_fromdata_init(context) == 1, "OpenSSL offers no elliptic curves")
        var group = Array("secp224r1".utf8CString)
        var bytes = point
        var key: OpaquePointer?
        // A parameter holds pointers to its name and value: all must live until the key is made.
        let done = OSSL_PKEY_PARAM_GROUP_NAME.withCString { groupName in
            OSSL_PKEY_PARAM_PUB_KEY.withCString { pointName in
                group.withUnsafeMutableBufferPointer { group in
                    bytes.withUnsafeMutableBytes { bytes in
                        var parameters = [
                            OSSL_PARAM_construct_utf8_string(groupName, group.baseAddress, 0),
                            OSSL_PARAM_construct_octet_string(
                                pointName, bytes.baseAddress, bytes.count),
                            OSSL_PARAM_construct_end(),
                        ]
                        return EVP_PKEY_fromdata(
                            context, &key, Self.publicKeySelection, &parameters)
                    }
                }
            }
        }
        return done == 1 ? key : nil
    }

    /// EVP_PKEY_PUBLIC_KEY, a macro that Swift does not see: the public key (02) with domain (04)
    /// and other parameters (80).
    private static let publicKeySelection: Int32 = 0x86

    /// DER: SEQUENCE { INTEGER r, INTEGER s }.
    private static func encoded(_ signature: [UInt8]) -> [UInt8] {
        let half = signatureLength / 2
        let body = integer(signature[..<half]) + integer(signature[half...])
        return [0x30, UInt8(body.count)] + body
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var digits = Array(bytes.drop { $0 == 0 })
        if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0x00, at: 0) }
        return [0x02, UInt8(digits.count)] + digits
    }
}
