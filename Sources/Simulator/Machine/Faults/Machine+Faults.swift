extension MachineFaultKind {
    /// What the card just picked turns out to be, for the kinds that are about the stock.
    var substitute: CardStock? {
        switch self {
        case .badBlank: .bad
        case .foreignBlank: .foreign
        case .usedBlank: .used
        case .jamOnFeed, .jamToReadPosition, .jamToExit, .jamToBin, .doubleFeed, .emptyFeed,
            .sensorStuckOn, .sensorStuckOff, .binFull, .binCounterStill, .grabbedOnRetract,
            .readerUnplugged, .counterUnplugged, .dispenserUnplugged, .cardLeavesBeforeExchange,
            .cardLeavesAfterExchange, .weakMemory, .powerCutInMotion, .powerCutAfterExchange:
            nil
        }
    }
}

/// What becomes of one command APDU on its way to a card.
package enum ExchangeFate: String, Hashable, Sendable, CaseIterable {
    case goesThrough
    /// The reader vanished from the bus before the chip saw the command.
    case deviceGone
    /// The card left the field before the chip saw the command.
    case cardLeftBefore
    /// The chip acted, and left the field before its answer.
    case cardLeftAfter
    /// The chip acted, and all power failed before its answer.
    case powerFailedAfter
}

extension Machine {
    /// Counts an occasion and records what strikes on it.
    mutating func strike(_ occasion: Occasion) -> [MachineFaultKind] {
        let struck = faults.strike(occasion)
        for fault in struck { note(.faultStruck, detail: fault.kind.rawValue) }
        for fault in struck {
            if let sensor = fault.sensor { stuck[sensor] = fault.kind == .sensorStuckOn }
        }
        return struck.map(\.kind)
    }

    mutating func strikeAtMotionStart() {
        if strike(.motionStart).contains(.binFull) { stuck[.binFull] = true }
    }

    mutating func strikeAtFirstLegEnd() {
        let struck = strike(.firstLegEnd)
        if struck.contains(.dispenserUnplugged) { setPlug(.dispenser, in: false) }
        if struck.contains(.powerCutInMotion) { cutPower() }
    }

    mutating func strikeOnArrival(at station: Station, from origin: Place) {
        let struck: [MachineFaultKind] =
            switch (station, origin) {
            case (.path, .station(.throat)): strike(.arrivalInPath)
            case (.exitPath, .station(.readPosition)): strike(.arrivalInExitPath)
            case (.binMouth, _): strike(.arrivalOnFlap)
            case (.throat, _), (.path, _), (.readPosition, _), (.exitPath, _), (.exit, _): []
            }
        if struck.contains(where: { $0.blocks }) { block(station) }
    }

    /// Decides what becomes of the next command APDU at a reader. Call once for each.
    package mutating func fateOfExchange(at plug: Plug) -> ExchangeFate {
        guard isOnBus(plug) else { return .deviceGone }
        switch plug {
        case .counter:
            guard strike(.exchangeAtCounter).contains(.counterUnplugged) else {
                return .goesThrough
            }
            setPlug(.counter, in: false)
            return .deviceGone
        case .reader, .dispenser:
            return fateOfExchangeInside(strike(.exchangeAtReader))
        }
    }

    /// Whether the chip that has just committed keeps something else than it was told. Call once for each commit.
    package mutating func keepsCommitWrong(at plug: Plug) -> Bool {
        plug == .reader && strike(.commitAtReader).contains(.weakMemory)
    }

    private mutating func fateOfExchangeInside(_ struck: [MachineFaultKind]) -> ExchangeFate {
        if struck.contains(.readerUnplugged) {
            setPlug(.reader, in: false)
            return .deviceGone
        }
        if struck.contains(.cardLeavesBeforeExchange) { return .cardLeftBefore }
        if struck.contains(.powerCutAfterExchange) {
            cutPower()
            return .powerFailedAfter
        }
        return struck.contains(.cardLeavesAfterExchange) ? .cardLeftAfter : .goesThrough
    }
}

extension MachineFaultKind {
    /// Whether the belt is blocked where this fault strikes.
    fileprivate var blocks: Bool {
        self == .jamToReadPosition || self == .jamToExit || self == .jamToBin
    }
}
