extension Machine {
    /// The student takes the card at the exit.
    package mutating func takeCard() throws(MachineRefusal) {
        try requireCardAtExit()
        takeFromExit()
    }

    /// The student turns away and will not take the card that stands at the exit now.
    package mutating func leaveCard() throws(MachineRefusal) {
        let card = try requireCardAtExit()
        person.takesAt = nil
        note(.walkedAway, card: card)
    }

    /// Somebody pushes the card at the exit back in, behind the shutter.
    package mutating func pushCardIn() throws(MachineRefusal) {
        try requireCardAtExit()
        guard let card = stations[.exit], stations[.exitPath] == nil else {
            throw MachineRefusal("a card stands behind the exit", remedy: "clear the path first")
        }
        move(card, to: .station(.exitPath))
    }

    /// Somebody else pushes a card of their own into the slot, before the one that stands at the exit. Its owner takes it
    /// back once the other is gone; a retention that begins before swallows both.
    package mutating func pushIntoSlot(_ card: PhysicalCard) throws(MachineRefusal) {
        try requireCardAtExit()
        guard inSlot == nil else {
            throw MachineRefusal("a card is in the slot already", remedy: "wait until it is gone")
        }
        add(card, to: .slot)
    }

    /// Another student, or the same in another mood. A card at the exit now is judged anew.
    package mutating func setPerson(_ behaviour: PersonBehaviour) {
        person.behaviour = behaviour
        note(.personSet, detail: behaviour.name)
        guard exitSince != nil else { return }
        switch behaviour {
        case .takes(let after): person.takesAt = now + after
        case .manual, .absent: person.takesAt = nil
        }
    }

    /// The student lays the card taken last on the reader that faces the room.
    package mutating func tapCard() throws(MachineRefusal) {
        guard onCounter == nil else {
            throw MachineRefusal(
                "a card lies on the counter reader already", remedy: "lift it first: lift-card")
        }
        guard let card = withPerson.last else {
            throw MachineRefusal(
                "the student has no card in hand", remedy: "take one first: take-card")
        }
        move(card, to: .counter)
    }

    package mutating func liftCard() throws(MachineRefusal) {
        guard let card = onCounter else {
            throw MachineRefusal(
                "no card lies on the counter reader", remedy: "lay one there first: tap-card")
        }
        move(card, to: .person)
    }

    @discardableResult
    private func requireCardAtExit() throws(MachineRefusal) -> CardSerial {
        if let movement = moving {
            throw MachineRefusal(
                "the motors are moving (\(movement.motion.rawValue))",
                remedy: "wait until they stand still")
        }
        guard let card = stations[.exit] else {
            throw MachineRefusal(
                "no card stands at the exit (\(pathInWords))",
                remedy: "wait until the kiosk presents one")
        }
        return card
    }

    private var pathInWords: String {
        let held = Station.allCases.filter { stations[$0] != nil }.map(\.rawValue)
        return held.isEmpty ? "the path is empty" : "cards at: \(held.joined(separator: ", "))"
    }
}
