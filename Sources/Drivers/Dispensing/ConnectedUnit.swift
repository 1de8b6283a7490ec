package import KioskPorts

/// A unit of one family that answers: what the families do each in its own way. `LinkedDispenser` is what they do alike.
package protocol ConnectedUnit: Sendable {
    associatedtype Profile: DispenserProfile

    /// The unit that answers to one call, or nil if none does. Moves no card. Throws what went wrong on the line; only that
    /// the link itself failed ends the search.
    static func answering(
        _ call: UnitCall<Profile>
    ) async throws(DispenserLineFault) -> Self?

    /// Nil: the unit is not commissioned, and every motion is refused.
    var profile: Profile? { get }
    var identity: DispenserIdentity { get }

    /// One look at the unit. Asks again what was not understood.
    func look(_ profile: Profile) async throws(DispenserLineFault) -> UnitLook

    /// Sends a motion once (design K9), and waits for what the family has for its end. No fault is thrown: whatever
    /// happened, the unit has to be looked at.
    func run(
        _ movement: DispenserMovement, _ profile: Profile, after before: DispenserObservation
    ) async -> MotionEnding
}

/// One attempt to reach a unit.
package struct UnitCall<Profile: DispenserProfile>: Sendable {
    /// Whose address and times are tried.
    let tried: Profile
    /// All that the site has commissioned: the unit may be of another one than that which was tried.
    let profiles: [Profile]
    let link: any ByteLink
    let clock: any KioskClock
    let troubles: TroubleCounter
    /// No movement of before can still be running: what stops a motor may go out.
    let mayDisturb: Bool

    /// The one profile that fits. Two that claim the same unit contradict each other: neither decides.
    func onlyProfile(where fits: (Profile) -> Bool) -> Profile? {
        let fitting = profiles.filter(fits)
        return fitting.count == 1 ? fitting.first : nil
    }
}

/// What one look at a unit came to.
package enum UnitLook: Hashable, Sendable {
    /// Nothing moves, as far as the unit tells.
    case seen(DispenserObservation)
    /// The unit says that something moves.
    case moving(DispenserObservation)
    /// The unit refuses to tell.
    case refused(DispenserFaultKind, code: String)
}

/// How a motion ended, as far as the unit itself tells.
package enum MotionEnding: Hashable, Sendable {
    /// The line failed before anything that moves went out.
    case unsent(DispenserLineFault)
    /// The unit was not as it was seen: nothing that moves went out.
    case refused(DispenserFault)
    /// It is proven that the card is where it was to go.
    case arrived(DispenserObservation)
    /// It ended, and only sensors can tell how.
    case ended(MotionReport)
    /// Nothing was heard of its end.
    case lost(DispenserLineFault)
}

/// What a unit says of a motion that did not end as it should, or not provably.
package struct MotionReport: Hashable, Sendable {
    let word: MotionWitnesses.Word
    /// The unit says that all is well: a card that stands where it was to go is enough.
    let saysDone: Bool
    let kind: DispenserFaultKind
    /// Nil for what is no trouble of the machine.
    let trouble: Trouble?
    let detail: String
}
