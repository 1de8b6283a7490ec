/// The version of a card under one card number: a reissue takes a new one. Gaps are normal.
package struct IssueNumber: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let value: UInt16

    package init(_ value: UInt16) {
        self.value = value
    }

    package init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(UInt16.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    package var description: String { String(value) }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
