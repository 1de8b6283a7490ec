/// An identifier that travels as a whole number: one type for each meaning, so that two of them
/// cannot be swapped.
package protocol NumberIdentifier: Hashable, Comparable, Sendable, Codable,
    CustomStringConvertible
{
    /// Its width is that of the field, on a card or in a table, that holds it.
    associatedtype Value: FixedWidthInteger & Codable & Sendable

    var value: Value { get }
    init(_ value: Value)
}

extension NumberIdentifier {
    package var description: String { String(value) }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Value.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
