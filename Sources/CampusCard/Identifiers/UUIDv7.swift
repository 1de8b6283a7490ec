/// Identifiers that sort by the time of their making (RFC 9562, 5.7): 48 bits of milliseconds since 1970 UTC, version 7,
/// 74 random bits, variant 10, written as 36 lower-case characters.
package enum UUIDv7 {
    /// The random bytes that one identifier takes.
    package static let randomByteCount = 10

    /// - Precondition: `random` holds `randomByteCount` bytes.
    package static func text(milliseconds: Int64, random: [UInt8]) -> String {
        precondition(random.count == randomByteCount, "a UUIDv7 takes ten random bytes")
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) }
        bytes += random
        bytes[6] = 0x70 | bytes[6] & 0x0F
        bytes[8] = 0x80 | bytes[8] & 0x3F
        let digits = Array(bytes.hex.lowercased())
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(digits[$0]) }.joined(separator: "-")
    }
}
