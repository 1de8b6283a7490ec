/// The identifier that a chip gives of itself: 4, 7 or 10 bytes (ISO/IEC 14443-3, 6.5.4), written as upper-case hex.
package struct CardUID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// Nil when the length is not one that ISO/IEC 14443-3 knows.
    package init?(_ bytes: [UInt8]) {
        guard [4, 7, 10].contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// Nil when the text is not hex of a legal length.
    package init?(hex: String) {
        guard let bytes = [UInt8](hex: hex) else { return nil }
        self.init(bytes)
    }

    /// A UID that the chip invents anew at each activation (ISO/IEC 14443-3: 4 bytes beginning with 08).
    package var isRandom: Bool { bytes.count == 4 && bytes[0] == 0x08 }

    package var description: String { bytes.hex }
    package static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = CardUID(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a card UID is 4, 7 or 10 bytes as hex")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
