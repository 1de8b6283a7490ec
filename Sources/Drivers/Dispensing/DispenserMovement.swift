internal import KioskCore
internal import KioskPorts

/// The dispenser's three motions.
package enum DispenserMovement: String, Hashable, Sendable, CaseIterable {
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

    /// What a jam in this motion is called.
    var jam: Trouble {
        switch self {
        case .feed: .feedJammed
        case .present: .presentationJammed
        case .retain: .retentionJammed
        }
    }

    /// What is known about the card after a motion whose outcome the unit did not report, or
    /// reported as a failure: from two observations of a unit that stands still.
    func verdict(
        before: DispenserObservation, after: DispenserObservation, _ witnesses: MotionWitnesses
    ) -> CardKnowledge {
        guard before.path != .unknown, after.path != .unknown, witnesses.word != .sensorsLie
        else { return .unknown }
        let counted = counted(before, after)
        if after.path == before.path {
            // A card that stayed, or came back to, where it was is the same to everybody else. But
            // an empty path is seen only where sensors stand along all of it and none is doubted.
            let isSeen =
                after.path != .clear || witnesses.seesEmptyPath || witnesses.word == .nothingMoved
            return counted == 0 && isSeen ? .notMoved : .unknown
        }
        // Sensors and unit contradict each other.
        guard after.path == goal, witnesses.word != .nothingMoved else { return .unknown }
        switch self {
        case .feed, .present: return counted == 0 ? .moved : .unknown
        case .retain:
            if witnesses.counterProven { return counted == 1 ? .moved : .unknown }
            // From behind the shutter there is no other way out of sight than the bin; from the
            // exit a hand can have been first.
            let isInside = before.path == .atReadPosition
            return isInside && witnesses.seesEmptyPath ? .moved : .unknown
        }
    }

    /// Cards that fell into the bin between the observations; 0 if the unit does not tell.
    private func counted(_ before: DispenserObservation, _ after: DispenserObservation) -> Int {
        guard let first = before.binCount, let last = after.binCount else { return 0 }
        return (last - first + Self.counterModulus) % Self.counterModulus
    }

    /// Counters of all families show three digits.
    private static let counterModulus = 1000
}

/// What can be believed about a motion beside the unit's status.
package struct MotionWitnesses: Hashable, Sendable {
    /// What the unit itself said.
    package enum Word: Hashable, Sendable, CaseIterable {
        case nothing
        /// It refused the motion before any motor turned.
        case nothingMoved
        /// It says that a card is stuck. A path that looks empty then hides one: a sensor is blind.
        case cardStuck
        /// It doubts its own sensors.
        case sensorsLie
    }

    /// Sensors stand all along the path.
    let seesWholePath: Bool
    /// Commissioning saw the bin counter count each retained card.
    let counterProven: Bool
    let word: Word

    /// A path in which no sensor sees a card holds none.
    var seesEmptyPath: Bool { seesWholePath && word != .cardStuck }
}
