/// The logical number of a card: dense within a campus, kept by every reissue, an index into the list of stopped cards.
package struct CardNumber: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let value: UInt32

    package init(_ value: UInt32) {
        self.value = value
    }

    package init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(UInt32.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    package var description: String { String(value) }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
