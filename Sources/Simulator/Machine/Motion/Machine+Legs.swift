extension Machine {
    /// The present leg's time is over: the card arrives, or sticks, or a hand has it.
    mutating func endLeg() {
        guard let movement = moving else { return }
        guard let leg = movement.legs.first else { return end(movement.outcome) }
        if let outcome = run(leg) { return end(outcome) }
        if movement.legStartedAt == movement.startedAt { strikeAtFirstLegEnd() }
        guard moving != nil else { return }
        moving?.legs.removeFirst()
        guard let next = moving?.legs.first else { return end(verified(movement)) }
        moving?.legStartedAt = now
        moving?.legEndsAt = now + profile.motors.duration(of: next)
    }

    /// Runs one leg.
    /// - Returns: how the motion ends because of it; nil when it goes on.
    private mutating func run(_ leg: Leg) -> MotionOutcome? {
        guard place(of: leg.card) == leg.from else { return .movedByHand }
        if case .station(let origin) = leg.from, blocked.contains(origin) { return .jam }
        if leg.from == .station(.exit), leg.to != .person, isGrabbed() {
            move(leg.card, to: .person, as: .taken)
            return .movedByHand
        }
        switch leg.to {
        case .station(let station): return arrive(leg, at: station)
        case .bin: drop(leg.card)
        case .person: move(leg.card, to: .person, as: .taken)
        case .hopper, .slot, .staff, .counter:
            preconditionFailure("no motor brings a card to \(leg.to)")
        }
        return nil
    }

    private mutating func arrive(_ leg: Leg, at station: Station) -> MotionOutcome? {
        guard stations[station] == nil else { return .jam }
        move(leg.card, to: .station(station))
        strikeOnArrival(at: station, from: leg.from)
        return blocked.contains(station) ? .jam : nil
    }

    private mutating func drop(_ card: CardSerial) {
        move(card, to: .bin)
        if strike(.drop).contains(.binCounterStill) || !isCounting { return }
        binCounter = (binCounter + 1) % Self.binCounterModulus
        note(.counted, detail: String(binCounter))
    }

    private mutating func isGrabbed() -> Bool {
        guard person.behaviour != .absent else { return false }
        return strike(.departureFromExit).contains(.grabbedOnRetract)
    }

    /// What the firmware makes of its sensors when all legs are through.
    private func verified(_ movement: Movement) -> MotionOutcome {
        let agrees =
            switch movement.motion {
            case .toReadPosition: isLit(.readPosition)
            case .toExit, .feedToExit: isLit(.exit)
            case .toBin: !Station.allCases.contains { isLit(Sensor($0)) }
            case .eject: !isLit(.exit)
            }
        return agrees ? movement.outcome : .sensorFault
    }

    mutating func end(_ outcome: MotionOutcome) {
        guard let movement = moving else { return }
        moving = nil
        lastEnd = MotionEnd(
            motion: movement.motion, initiator: movement.initiator, outcome: outcome, at: now)
        note(.motionEnded, detail: "\(movement.motion.rawValue) \(outcome.rawValue)")
        if stations[.exit] != nil, exitSince == nil { openExit() }
    }
}
