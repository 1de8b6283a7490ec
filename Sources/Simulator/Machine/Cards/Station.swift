/// The places in the transport where a card can stand. All but the bin's mouth lie on one line:
///
///     hopper | throat - path - readPosition - exitPath - exit |
///                                   |
///                                binMouth | bin
package enum Station: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    /// Half drawn out of the hopper.
    case throat
    /// Between the hopper's throat and the reader.
    case path
    /// Over the inner reader's antenna.
    case readPosition
    /// Between the reader and the shutter.
    case exitPath
    /// At the open shutter, half outside: a hand can take it.
    case exit
    /// On the flap above the bin.
    case binMouth

    private static let line: [Station] = [.throat, .path, .readPosition, .exitPath, .exit]

    /// The order in which one belt takes cards towards the bin or the exit, that nearest to the
    /// exit first.
    static let frontToBack: [Station] = [
        .exit, .exitPath, .binMouth, .readPosition, .path, .throat,
    ]

    /// The stations that a card passes on its way from here to another station: without this one,
    /// with that one.
    func way(to goal: Station) -> [Station] {
        guard self != goal else { return [] }
        if self == .binMouth { return [.readPosition] + Station.readPosition.way(to: goal) }
        if goal == .binMouth { return way(to: .readPosition) + [.binMouth] }
        let positions = Self.line
        guard let from = positions.firstIndex(of: self), let to = positions.firstIndex(of: goal)
        else { preconditionFailure("\(self) and \(goal) both lie on the line") }
        return from < to
            ? Array(positions[(from + 1)...to]) : Array(positions[to..<from].reversed())
    }
}
