/// A card inside the machine, before and after its UID is known: the id of the movement that fed it.
package struct CardRef: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The movement that took this card out of the hopper, or found it in the path at boot.
    package let fedBy: MovementID

    package init(fedBy: MovementID) {
        self.fedBy = fedBy
    }

    package init(from decoder: any Decoder) throws {
        fedBy = try decoder.singleValueContainer().decode(MovementID.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fedBy)
    }

    package var description: String { "card#\(fedBy)" }
    package static func < (left: Self, right: Self) -> Bool { left.fedBy < right.fedBy }
}
