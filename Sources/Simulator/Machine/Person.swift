/// The student in front of the machine.
package struct Person: Hashable, Sendable, Codable {
    package var behaviour: PersonBehaviour
    /// When this student will take the card that now stands at the exit.
    package internal(set) var takesAt: Duration?

    package init(_ behaviour: PersonBehaviour) {
        self.behaviour = behaviour
    }
}

/// What the student does about a card at the exit.
package enum PersonBehaviour: Hashable, Sendable, Codable {
    /// Takes it after so long.
    case takes(after: Duration)
    /// Waits to be told.
    case manual
    /// Is not there.
    case absent

    package var name: String {
        switch self {
        case .takes: "auto"
        case .manual: "manual"
        case .absent: "absent"
        }
    }
}
