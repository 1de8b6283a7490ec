/// One physical movement inside a kiosk, numbered by the journal before its first byte goes out.
package struct MovementID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
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
