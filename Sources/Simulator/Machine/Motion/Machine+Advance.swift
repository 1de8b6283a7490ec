extension Machine {
    /// The next instant at which something happens by itself; nil when the machine is at rest until
    /// touched.
    package var nextInstant: Duration? {
        [moving?.legEndsAt, takesAt, retractsAt, slotIsClearedAt].compactMap { $0 }.min()
    }

    /// Lets everything happen that is due up to and at an instant. An instant in the past changes
    /// nothing.
    package mutating func advance(to instant: Duration) {
        while let next = nextInstant, next <= instant {
            now = max(now, next)
            if moving?.legEndsAt == next {
                endLeg()
            } else if takesAt == next {
                takeFromExit()
            } else if slotIsClearedAt == next {
                takeFromSlot()
            } else {
                begin(.toBin, by: .retractTimer)
            }
        }
        now = max(now, instant)
    }

    /// When the student takes the card at the exit, if nobody moves it before.
    private var takesAt: Duration? {
        moving == nil && exitSince != nil ? person.takesAt : nil
    }

    /// When the owner of the card in the slot takes it back: not from under the motors.
    private var slotIsClearedAt: Duration? { moving == nil ? slotClearsAt : nil }

    /// When the unit's own timer pulls the card back.
    private var retractsAt: Duration? {
        guard isPowered, moving == nil, let since = exitSince, let after = profile.ownRetractAfter,
            lastEnd?.initiator != .retractTimer || (lastEnd?.at ?? .zero) < since
        else { return nil }
        return since + after
    }

    /// A card came to rest at the exit: the shutter opens and the student sees it.
    mutating func openExit() {
        exitSince = now
        switch person.behaviour {
        case .takes(let after): person.takesAt = now + after
        case .manual, .absent: person.takesAt = nil
        }
    }

    mutating func closeExit() {
        if inSlot != nil { slotClearsAt = now + Self.slotPause }
        exitSince = nil
        person.takesAt = nil
    }

    /// How long the owner of a card in the slot waits for a hand to be gone.
    private static let slotPause: Duration = .milliseconds(1_500)

    /// The card in the slot, if there is one, goes with its owner.
    mutating func takeFromSlot() {
        if let card = inSlot { move(card, to: .person, as: .taken) }
    }

    mutating func takeFromExit() {
        guard let card = stations[.exit] else {
            preconditionFailure("the shutter is open for a card only")
        }
        move(card, to: .person, as: .taken)
    }
}
