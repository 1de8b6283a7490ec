/// Bytes as people write them in profiles: `"32 30"`.
enum HexText {
    /// Nil unless it is pairs of hexadecimal digits with spaces between them.
    static func bytes(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: " ")
        let bytes = parts.compactMap { $0.count == 2 ? UInt8($0, radix: 16) : nil }
        return bytes.count == parts.count ? bytes : nil
    }
}
