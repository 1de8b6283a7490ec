package import CampusCard

extension Machine {
    /// Staff put cards on the stack. They are fed after those already there.
    package mutating func load(_ newCards: [PhysicalCard]) throws(MachineRefusal) {
        try requireRoomInHopper(for: newCards.count)
        for card in newCards { add(card, to: .hopper) }
    }

    func requireRoomInHopper(for count: Int) throws(MachineRefusal) {
        let room = profile.hopperCapacity - hopper.count
        guard count > room else { return }
        throw MachineRefusal(
            "the hopper has room for \(room) of \(profile.hopperCapacity) cards, not for \(count)",
            remedy: room > 0 ? "load at most \(room)" : "empty it first: empty-hopper")
    }

    /// Staff take every card out of the hopper.
    package mutating func emptyHopper() throws(MachineRefusal) {
        try requireStandstill()
        for card in hopper { move(card, to: .staff, as: .removedByStaff) }
    }

    /// Staff stuff the bin with scrap until its full mark lights. The unit does not count what no
    /// motor dropped.
    package mutating func fillBin(with scrap: [PhysicalCard]) throws(MachineRefusal) {
        try requireStandstill()
        for card in scrap.prefix(max(0, profile.binCapacity - bin.count)) { add(card, to: .bin) }
    }

    /// Staff take every card out of the bin. The unit's counter stays as it is.
    package mutating func emptyBin() throws(MachineRefusal) {
        try requireStandstill()
        for card in bin { move(card, to: .staff, as: .removedByStaff) }
        stuck[.binFull] = nil
    }

    /// Blocks the belt at a station, as a bent card would.
    package mutating func block(_ station: Station) {
        guard blocked.insert(station).inserted else { return }
        note(.blocked, detail: station.rawValue)
    }

    /// Staff free the belt everywhere. Cards stay where they are.
    package mutating func freeBelt() {
        for station in blocked.sorted(by: { $0.rawValue < $1.rawValue }) {
            note(.freed, detail: station.rawValue)
        }
        blocked = []
    }

    /// Staff take every card out of the path by hand.
    package mutating func clearPath() throws(MachineRefusal) {
        try requireStandstill()
        for station in Station.allCases {
            guard let card = stations[station] else { continue }
            move(card, to: .staff, as: .removedByStaff)
        }
        if let card = inSlot { move(card, to: .staff, as: .removedByStaff) }
    }

    /// Makes a sensor report the same whatever happens, or lets it see again (nil).
    package mutating func stick(_ sensor: Sensor, at value: Bool?) {
        stuck[sensor] = value
        note(.sensorSet, detail: "\(sensor.rawValue) \(value.map { $0 ? "on" : "off" } ?? "free")")
    }

    /// Says of what stock the card is that will be fed next.
    package mutating func setNextBlank(_ stock: CardStock) throws(MachineRefusal) {
        guard let next = hopper.first else {
            throw MachineRefusal("the hopper is empty", remedy: "load blanks first: load 10")
        }
        cards[next.number]?.stock = stock
        note(.stockSet, card: next, detail: stock.rawValue)
    }

    /// Plans a fault for the next occasion of its kind.
    package mutating func arm(_ kind: MachineFaultKind, sensor: Sensor? = nil) {
        faults.arm(kind, sensor: sensor)
        note(.faultPlanned, detail: kind.rawValue)
    }

    /// Plans a fault for a numbered occasion.
    package mutating func plan(_ fault: PlannedFault) { faults.add(fault) }

    /// Hands out the faults that have struck since the last call.
    package mutating func takeStruck() -> [MachineFaultKind] { faults.takeStruck().map(\.kind) }

    /// The UID of the card that was taken last, a stranger's own card left out.
    package var lastTaken: CardUID? {
        withPerson.reversed().lazy.compactMap { cards[$0.number] }.first { $0.stock != .foreign }?
            .uid
    }

    /// No fault is to come any more.
    package mutating func forgetFaults() { faults.forget() }

    /// The card that will be fed next bears the UID of another one, as a counterfeit would.
    package mutating func cloneNextBlank(of uid: CardUID) throws(MachineRefusal) {
        guard let next = hopper.first else {
            throw MachineRefusal("the hopper is empty", remedy: "load blanks first: load 10")
        }
        cards[next.number] = PhysicalCard(serial: next, uid: uid, stock: .blank)
        note(.stockSet, card: next, detail: "clone")
    }

    mutating func add(_ card: PhysicalCard, to place: Place) {
        precondition(cards[card.serial.number] == nil, "serial \(card.serial) was given before")
        cards[card.serial.number] = card
        switch place {
        case .hopper: hopper.append(card.serial)
        case .bin: bin.append(card.serial)
        case .person: withPerson.append(card.serial)
        case .slot: inSlot = card.serial
        case .station, .staff, .counter: preconditionFailure("no new card appears in \(place)")
        }
        note(.loaded, card: card.serial, to: place, detail: card.stock.rawValue)
    }

    private func requireStandstill() throws(MachineRefusal) {
        guard let movement = moving else { return }
        throw MachineRefusal(
            "the motors are moving (\(movement.motion.rawValue))",
            remedy: "wait until they stand still, or cut the power")
    }
}
