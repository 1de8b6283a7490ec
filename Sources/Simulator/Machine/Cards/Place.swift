/// Where one card is. A card is in exactly one place, always.
package enum Place: Hashable, Sendable, CustomStringConvertible {
    case hopper
    case station(Station)
    /// In the slot of the exit, half outside: a card that somebody pushed in before the one at the exit.
    case slot
    case bin
    /// In the student's hand, or gone with the student.
    case person
    /// Taken out of the machine by staff.
    case staff
    /// On the reader that faces the student.
    case counter

    private static let named: [Place] =
        [.hopper, .slot, .bin, .person, .staff, .counter] + Station.allCases.map { .station($0) }

    package var description: String {
        switch self {
        case .hopper: "hopper"
        case .station(let station): station.rawValue
        case .slot: "slot"
        case .bin: "bin"
        case .person: "person"
        case .staff: "staff"
        case .counter: "counter"
        }
    }

    /// Nil when no place has that name.
    package init?(_ name: String) {
        guard let place = Self.named.first(where: { $0.description == name }) else { return nil }
        self = place
    }
}

extension Place: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let place = Place(name) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "no place is called \(name)")
        }
        self = place
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
