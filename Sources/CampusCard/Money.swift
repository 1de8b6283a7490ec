/// An amount of money in fen (1/100 yuan). Never a floating-point number, never negative by accident:
/// arithmetic traps on overflow, and a negative amount is only ever a difference.
package struct Money: Hashable, Comparable, Sendable, Codable {
    /// The amount in fen.
    package let fen: Int64

    package static let zero = Money(fen: 0)

    package init(fen: Int64) {
        self.fen = fen
    }

    package init(from decoder: any Decoder) throws {
        fen = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fen)
    }

    package static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }
    package static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }
    package static func - (left: Money, right: Money) -> Money { Money(fen: left.fen - right.fen) }
    package static prefix func - (value: Money) -> Money { Money(fen: -value.fen) }
}

extension Money: CustomStringConvertible {
    /// Yuan with two decimals and no currency sign, for example `15.00` or `-0.50`.
    package var description: String {
        let magnitude = fen.magnitude
        let cents = magnitude % 100
        return "\(fen < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}
