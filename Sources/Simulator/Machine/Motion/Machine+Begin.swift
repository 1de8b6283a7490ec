/// What a motion comes to before its motors start: the legs that the cards will run.
struct MotionPlan {
    var legs: [Leg] = []
    /// The motors turn without moving a card.
    var spins = false
    var outcome: MotionOutcome = .done
}

extension Machine {
    /// Starts a motion, as the unit's firmware would after looking at its sensors.
    ///
    /// Motions that end before any motor turns have their end in `lastEnd` at once; others have a
    /// `moving`.
    /// - Returns: whether it was accepted; a unit that moves, or has no power, accepts none.
    @discardableResult
    package mutating func begin(_ motion: Motion, by initiator: Initiator = .host) -> Bool {
        guard isPowered, moving == nil else { return false }
        note(.motionBegan, detail: "\(motion.rawValue) by \(initiator.rawValue)")
        // With no card behind it, its owner does not let the motors have it.
        if stations[.exit] == nil { takeFromSlot() }
        strikeAtMotionStart()
        let plan = plan(motion)
        let length = plan.spins ? profile.motors.spin : plan.legs.first.map(profile.motors.duration)
        moving = Movement(
            motion: motion, initiator: initiator, startedAt: now, legs: plan.legs,
            legStartedAt: now, legEndsAt: now + (length ?? .zero), outcome: plan.outcome)
        if length == nil { end(plan.outcome) }
        return true
    }

    /// Stops the motors where they are, as the host's "clear the line" does.
    package mutating func stop() {
        guard moving != nil else { return }
        end(.stopped)
    }

    private mutating func plan(_ motion: Motion) -> MotionPlan {
        switch motion {
        case .toReadPosition: planMove(to: .readPosition, feeds: true)
        case .feedToExit: planMove(to: .exit, feeds: true)
        case .toExit: planMove(to: .exit, feeds: false)
        case .toBin: planRetention()
        case .eject: planEjection()
        }
    }

    /// The stations at which the firmware believes a card to be, that nearest to the exit first.
    private var seen: [Station] { Station.frontToBack.filter { isLit(Sensor($0)) } }

    private mutating func planMove(to goal: Station, feeds: Bool) -> MotionPlan {
        guard let front = seen.first else {
            return feeds ? planFeed(to: goal) : MotionPlan(outcome: .noCard)
        }
        if front == goal { return MotionPlan() }
        guard let card = stations[front] else {
            return MotionPlan(spins: true, outcome: .sensorFault)
        }
        return MotionPlan(legs: legs(of: card, from: front, to: goal))
    }

    private mutating func planFeed(to goal: Station) -> MotionPlan {
        guard isLit(.hopperOccupied) else { return MotionPlan(outcome: .hopperEmpty) }
        guard let card = hopper.first else { return MotionPlan(spins: true, outcome: .nothingFed) }
        let struck = strike(.pick)
        if struck.contains(.emptyFeed) { return MotionPlan(spins: true, outcome: .nothingFed) }
        if struck.contains(.jamOnFeed) { blocked.insert(.throat) }
        for stock in struck.compactMap(\.substitute) { cards[card.number]?.stock = stock }
        var legs = [Leg(card: card, from: .hopper, to: .station(.throat))]
        legs += self.legs(of: card, from: .throat, to: goal)
        if struck.contains(.doubleFeed), hopper.count > 1 {
            let second = hopper[1]
            legs.append(Leg(card: second, from: .hopper, to: .station(.throat)))
            legs.append(Leg(card: second, from: .station(.throat), to: .station(.path)))
        }
        return MotionPlan(legs: legs)
    }

    private func planRetention() -> MotionPlan {
        if isLit(.binFull) { return MotionPlan(outcome: .binFull) }
        if seen.isEmpty { return MotionPlan(outcome: .noCard) }
        let occupied = Station.frontToBack.filter { stations[$0] != nil }
        if occupied.isEmpty { return MotionPlan(spins: true, outcome: .sensorFault) }
        var legs: [Leg] = []
        for station in occupied {
            guard let card = stations[station] else { continue }
            legs += self.legs(of: card, from: station, to: .binMouth)
            legs.append(Leg(card: card, from: .station(.binMouth), to: .bin))
            if station == .exit { legs += swallowed }
        }
        return MotionPlan(legs: legs)
    }

    /// The way of a card in the slot, behind the one at the exit.
    private var swallowed: [Leg] {
        guard let card = inSlot else { return [] }
        return [Leg(card: card, from: .slot, to: .station(.exit))]
            + legs(of: card, from: .exit, to: .binMouth)
            + [Leg(card: card, from: .station(.binMouth), to: .bin)]
    }

    private func planEjection() -> MotionPlan {
        guard let front = seen.first else { return MotionPlan(outcome: .noCard) }
        guard let card = stations[front] else {
            return MotionPlan(spins: true, outcome: .sensorFault)
        }
        let out = Leg(card: card, from: .station(.exit), to: .person)
        return MotionPlan(legs: legs(of: card, from: front, to: .exit) + [out])
    }

    private func legs(of card: CardSerial, from: Station, to goal: Station) -> [Leg] {
        var legs: [Leg] = []
        var last = from
        for station in from.way(to: goal) {
            legs.append(Leg(card: card, from: .station(last), to: .station(station)))
            last = station
        }
        return legs
    }
}
