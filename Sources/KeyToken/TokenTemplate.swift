import CPKCS11

/// Attributes of a key, as PKCS#11 takes them.
struct TokenTemplate {
    var values: [(type: CK_ATTRIBUTE_TYPE, bytes: [UInt8])]

    private static let secretKey: CK_ULONG = 4
    private static let aes: CK_ULONG = 0x1F

    enum Attribute {
        static let objectClass: CK_ATTRIBUTE_TYPE = 0x00
        static let token: CK_ATTRIBUTE_TYPE = 0x01
        static let isPrivate: CK_ATTRIBUTE_TYPE = 0x02
        static let label: CK_ATTRIBUTE_TYPE = 0x03
        static let keyType: CK_ATTRIBUTE_TYPE = 0x100
        static let sensitive: CK_ATTRIBUTE_TYPE = 0x103
        static let sign: CK_ATTRIBUTE_TYPE = 0x108
        static let valueLength: CK_ATTRIBUTE_TYPE = 0x161
        static let extractable: CK_ATTRIBUTE_TYPE = 0x162
    }

    /// What every secret key has.
    static let anySecretKey = TokenTemplate(values: [(Attribute.objectClass, number(secretKey))])

    /// What a secret key of this name has.
    static func named(_ key: String) -> TokenTemplate {
        var template = anySecretKey
        template.values.append((Attribute.label, [UInt8](key.utf8)))
        return template
    }

    /// Room for a label that is to be read; the token says so when one is longer.
    static let roomForLabel = TokenTemplate(values: [
        (Attribute.label, [UInt8](repeating: 0, count: 256))
    ])

    /// The label, once it was read.
    var label: String {
        let bytes = values.first { $0.type == Attribute.label }?.bytes ?? []
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What a new key gets: it makes codes, and nobody ever sees it.
    static func newKey(named key: String) -> TokenTemplate {
        var template = named(key)
        template.values += [
            (Attribute.keyType, number(aes)), (Attribute.valueLength, number(16)),
            (Attribute.token, [1]), (Attribute.isPrivate, [1]), (Attribute.sensitive, [1]),
            (Attribute.sign, [1]), (Attribute.extractable, [0]),
        ]
        return template
    }

    private static func number(_ value: CK_ULONG) -> [UInt8] {
        withUnsafeBytes(of: value) { Array($0) }
    }

    /// Lends the attributes for the time of the call, and keeps what it wrote into them.
    mutating func withAttributes<Result>(
        _ body: (UnsafeMutableBufferPointer<CK_ATTRIBUTE>) throws -> Result
    ) rethrows -> Result {
        var all = values.flatMap(\.bytes)
        let before = values
        var lengths: [Int] = []
        let result = try all.withUnsafeMutableBytes { memory in
            var offset = 0
            var attributes = before.map { type, bytes in
                defer { offset += bytes.count }
                return CK_ATTRIBUTE(
                    type: type, pValue: memory.baseAddress?.advanced(by: offset),
                    ulValueLen: CK_ULONG(bytes.count))
            }
            let result = try attributes.withUnsafeMutableBufferPointer { try body($0) }
            lengths = attributes.map { Int($0.ulValueLen) }
            return result
        }
        var rest = all[...]
        values = zip(before, lengths).map { value, length in
            defer { rest = rest.dropFirst(value.bytes.count) }
            return (value.type, Array(rest.prefix(min(length, value.bytes.count))))
        }
        return result
    }
}
