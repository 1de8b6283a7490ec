import CampusCard

extension Machine {
    /// Hands out what happened since the last call, in order.
    package mutating func takeRecord() -> [TruthEntry] {
        defer { record.removeAll(keepingCapacity: true) }
        return record
    }

    /// A chip saw a command. Only its instruction and the answer's status word are written down.
    mutating func noteExchange(with card: CardSerial, apdu: [UInt8], response: [UInt8]?) {
        let instruction = apdu.dropFirst().prefix(1).hex
        let status = response.map { Array($0.suffix(2)).hex } ?? "lost"
        note(.exchanged, card: card, detail: "\(instruction) \(status)")
    }

    mutating func note(
        _ event: TruthEvent, card: CardSerial? = nil, from: Place? = nil, to: Place? = nil,
        detail: String? = nil
    ) {
        recorded += 1
        record.append(
            TruthEntry(
                sequence: recorded, atMilliseconds: now.wholeMilliseconds, event: event, card: card,
                uid: card.flatMap { cards[$0.number]?.uid }, from: from, to: to, detail: detail))
    }

    /// Takes a card out of the place where it is and puts it into another.
    mutating func move(_ card: CardSerial, to goal: Place, as event: TruthEvent = .moved) {
        guard let origin = place(of: card) else {
            preconditionFailure("only a card of this machine can be moved, not \(card)")
        }
        lift(card, from: origin)
        lay(card, in: goal)
        note(event, card: card, from: origin, to: goal)
        if origin == .station(.exit) { closeExit() }
    }

    private mutating func lift(_ card: CardSerial, from origin: Place) {
        switch origin {
        case .hopper: hopper.removeAll { $0 == card }
        case .station(let station): stations[station] = nil
        case .slot: (inSlot, slotClearsAt) = (nil, nil)
        case .bin: bin.removeAll { $0 == card }
        case .person: withPerson.removeAll { $0 == card }
        case .staff: withStaff.removeAll { $0 == card }
        case .counter: onCounter = nil
        }
    }

    private mutating func lay(_ card: CardSerial, in goal: Place) {
        switch goal {
        case .hopper: hopper.append(card)
        case .station(let station):
            precondition(stations[station] == nil, "\(station) already holds a card")
            stations[station] = card
        case .slot:
            precondition(inSlot == nil, "a card is in the slot already")
            inSlot = card
        case .bin: bin.append(card)
        case .person: withPerson.append(card)
        case .staff: withStaff.append(card)
        case .counter:
            precondition(onCounter == nil, "the counter reader already holds a card")
            onCounter = card
        }
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    package var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
