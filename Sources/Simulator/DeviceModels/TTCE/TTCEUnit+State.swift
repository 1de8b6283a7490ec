internal import DeviceProtocols

/// What the unit says of itself.
extension TTCEUnit {
    /// The answer to a command that moves nothing; nil for RS, which has none.
    func reply(to command: TTCECommand, _ state: State, _ now: Duration) -> TTCEReply? {
        switch command {
        case .version:
            let text = Array(firmware.version.utf8)
            return firmware.headsVersion ? .positive(data: text) : .version(text)
        case .fullState: return .state(TTCEStatus(flags(state, now)).raw)
        case .shortState: return .state(Array(TTCEStatus(flags(state, now)).raw.dropFirst()))
        case .reset: return nil
        default: return .negative(code: 0x00)
        }
    }

    private func flags(_ state: State, _ now: Duration) -> TTCEFlags {
        if state.stuckUntil > now { return .dispensing }
        let reading = mechanism.reading(now: now)
        var flags = sensors(reading.lit)
        if reading.lit.contains(.binFull) { flags.insert(.binFull) }
        if !reading.lit.contains(.hopperOccupied) { flags.insert([.empty, .few]) }
        if reading.lit.contains(.hopperLow) { flags.insert(.few) }
        if reading.isMoving {
            flags.insert(isCollecting(reading) ? .collecting : .dispensing)
            return flags
        }
        if state.isRefused { flags.insert(.notExecuted) }
        if let end = reading.lastEnd { flags.formUnion(end.outcome.flags(of: end.motion)) }
        if firmware.prestages, reading.lit.contains(.hopperOccupied) {
            flags.insert(state.stagedAt > now ? .preparing : .thirdSensor)
        }
        return flags
    }

    private func isCollecting(_ reading: MechanismReading) -> Bool {
        reading.movingMotion == .toBin
    }

    /// Three sensors: a card is longer than the way from one to the next.
    private func sensors(_ lit: LitSensors) -> TTCEFlags {
        var flags: TTCEFlags = []
        if lit.contains(.throat) { flags.insert(.thirdSensor) }
        if lit.contains(.path) { flags.insert([.thirdSensor, .secondSensor]) }
        // With its tail in the belt.
        if lit.contains(.binMouth) { flags.insert(.secondSensor) }
        if lit.contains(.readPosition) { flags.insert([.secondSensor, .firstSensor]) }
        if lit.contains(.exitPath) || lit.contains(.exit) { flags.insert(.firstSensor) }
        // A second card that follows the first one lies over it.
        if lit.contains(.readPosition), lit.contains(.path) || lit.contains(.throat) {
            flags.insert(.overlap)
        }
        return flags
    }
}

extension MotionOutcome {
    /// The bits of a motion that did not end as it should, until the next one.
    fileprivate func flags(of motion: Motion) -> TTCEFlags {
        let failed: TTCEFlags = motion == .toBin ? .recycleError : .dispenseError
        switch self {
        case .done: return []
        case .jam: return [.jam, failed]
        case .nothingFed, .sensorFault, .movedByHand: return failed
        case .hopperEmpty, .binFull, .noCard, .stopped: return .notExecuted
        }
    }
}
