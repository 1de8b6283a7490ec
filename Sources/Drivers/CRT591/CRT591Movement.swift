internal import KioskCore
internal import KioskPorts

/// The dispenser's three motions.
enum CRT591Movement: String, Hashable, Sendable, CaseIterable {
    case feed, present, retain

    /// Where the card is when it went well.
    var goal: CardPosition {
        switch self {
        case .feed: .atReadPosition
        case .present: .atExit
        case .retain: .clear
        }
    }

    /// Whether the motion makes sense from what the sensors say. An unknown path may be cleared.
    func mayStart(from position: CardPosition) -> Bool {
        switch self {
        case .feed: position == .clear
        case .present: position == .atReadPosition
        case .retain: position != .clear
        }
    }

    /// What is known about the card after a motion whose outcome the unit did not report, or
    /// reported as a failure: from two observations of a unit that stands still.
    func verdict(
        before: DispenserObservation, after: DispenserObservation, counterProven: Bool
    ) -> CardKnowledge {
        guard before.path != .unknown, after.path != .unknown else { return .unknown }
        // A card that stayed, or came back to, where it was is the same to everybody else.
        if after.path == before.path { return counted(before, after) == 0 ? .notMoved : .unknown }
        guard after.path == goal else { return .unknown }
        switch self {
        case .feed, .present: return .moved
        case .retain:
            // From behind the shutter there is no other way out than the bin.
            if before.path == .atReadPosition { return .moved }
            // From the exit a hand can have been first; only a proven counter tells.
            return counterProven && counted(before, after) == 1 ? .moved : .unknown
        }
    }

    /// Cards that fell into the bin between the observations; 0 if the unit does not tell.
    private func counted(_ before: DispenserObservation, _ after: DispenserObservation) -> Int {
        guard let first = before.binCount, let last = after.binCount else { return 0 }
        return (last - first + Self.counterModulus) % Self.counterModulus
    }

    /// Three digits.
    private static let counterModulus = 1000
}
