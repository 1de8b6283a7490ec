/// The place of an event in one kiosk's journal epoch, from 1, without gaps.
package struct EventSequence: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let value: Int64

    package init(_ value: Int64) {
        self.value = value
    }

    package init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    package var description: String { String(value) }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
