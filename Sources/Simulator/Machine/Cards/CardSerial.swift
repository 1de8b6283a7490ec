/// A physical card's number inside one simulated machine: given when it is loaded, never used
/// again, and unknown to the kiosk, which sees UIDs only.
package struct CardSerial: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let number: Int

    package init(_ number: Int) {
        precondition(number > 0, "a card's serial number counts from 1")
        self.number = number
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let number = try container.decode(Int.self)
        guard number > 0 else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "card serial \(number) is below 1")
        }
        self.number = number
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }

    package var description: String { "#\(number)" }
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
