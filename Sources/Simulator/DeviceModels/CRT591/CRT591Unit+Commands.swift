internal import DeviceProtocols

/// What the unit does when told.
extension CRT591Unit {
    /// What an INIT does beside its self-test (CRT-591 protocol §3.1.1).
    private struct Initialisation {
        /// What becomes of a card inside; nil leaves it where it is.
        let motion: Motion?
        /// Whether the bin counter counts from now on.
        let counts: Bool

        init?(parameter: UInt8) {
            switch parameter {
            case 0x30, 0x34: motion = .toExit
            case 0x31, 0x35: motion = .toBin
            case 0x33, 0x37: motion = nil
            case _: return nil
            }
            counts = parameter >= 0x34
        }
    }

    func execute(_ job: Job, _ state: inout State, _ now: Duration) {
        let reading = mechanism.reading(now: now)
        if job.command.command == 0x30 { return initialise(job, reading, &state, now) }
        guard state.isInitialised else { return refuse(.notReset, job, &state, now) }
        if job.command.command == 0x32 { return move(job, &state, now) }
        answer(query(job.command, reading, now), job, &state, now)
    }

    private func refuse(
        _ code: CRT591Code, _ job: Job, _ state: inout State, _ now: Duration
    ) {
        answer(.negative(CRT591Refusal(code), data: []), job, &state, now)
    }

    private func initialise(
        _ job: Job, _ reading: MechanismReading, _ state: inout State, _ now: Duration
    ) {
        guard let kind = Initialisation(parameter: job.command.parameter) else {
            return refuse(.parameter, job, &state, now)
        }
        var job = job
        if !state.isInitialised { job.readyAt = now + reading.initialiseTime }
        state.isInitialised = true
        mechanism.setCounting(kind.counts, now: now)
        guard let motion = kind.motion, isCardInside(reading) else {
            return answer(done(job.command, reading), job, &state, now)
        }
        start(motion, job, &state, now)
    }

    private func move(_ job: Job, _ state: inout State, _ now: Duration) {
        guard let motion = firmware.moves[job.command.parameter] else {
            return answer(done(job.command, mechanism.reading(now: now)), job, &state, now)
        }
        start(motion, job, &state, now)
    }

    private func start(_ motion: Motion, _ job: Job, _ state: inout State, _ now: Duration) {
        guard mechanism.begin(motion, now: now) else {
            return refuse(.sequence, job, &state, now)
        }
        state.running = job
        settle(&state, now)
    }

    /// Answers the motion that has ended.
    func settle(_ state: inout State, _ now: Duration) {
        guard let job = state.running else { return }
        let reading = mechanism.reading(now: now)
        guard !reading.isMoving, let end = reading.lastEnd else { return }
        state.running = nil
        if let code = end.outcome.code { return refuse(code, job, &state, now) }
        answer(done(job.command, reading), job, &state, now)
    }

    private func done(_ command: CRT591Command, _ reading: MechanismReading) -> CRT591Reply {
        .positive(
            status(reading), data: command.command == 0x30 ? Array(firmware.revision.utf8) : [])
    }

    private func isCardInside(_ reading: MechanismReading) -> Bool {
        Station.allCases.contains { reading.lit.contains(Sensor($0)) }
    }
}

/// What the unit says of itself.
extension CRT591Unit {
    private func query(
        _ command: CRT591Command, _ reading: MechanismReading, _ now: Duration
    ) -> CRT591Reply {
        let status = status(reading)
        switch (command.command, command.parameter) {
        case (0x31, 0x30): return .positive(status, data: [])
        case (0x31, 0x31): return .positive(status, data: sensors(reading))
        case (0x33, _): return .positive(status, data: [])
        case (0xA2, 0x30):
            let serial = Array(firmware.serialNumber.utf8)
            return .positive(status, data: [UInt8(serial.count)] + serial)
        case (0xA3, 0x30): return .positive(status, data: Array(firmware.configuration.utf8))
        case (0xA4, 0x30): return .positive(status, data: Array(firmware.version.utf8))
        case (0xA5, 0x30): return .positive(status, data: digits(reading.binCounter))
        case (0xA5, 0x31):
            guard let count = CRT591BinCounter.parse(command.data) else {
                return .negative(CRT591Refusal(.parameter), data: [])
            }
            mechanism.setBinCounter(count, now: now)
            return .positive(status, data: [])
        case _: return .negative(CRT591Refusal(.undefinedCommand), data: [])
        }
    }

    func status(_ reading: MechanismReading) -> CRT591Status {
        let lit = reading.lit
        let card: CRT591Card =
            lit.contains(.exit) ? .atGate : lit.contains(.readPosition) ? .atReader : .none
        let stacker: CRT591Stacker =
            !lit.contains(.hopperOccupied) ? .empty : lit.contains(.hopperLow) ? .few : .enough
        return CRT591Status(
            st0: card.rawValue, st1: stacker.rawValue,
            st2: lit.contains(.binFull) ? firmware.binFull : 0x30)
    }

    /// The path's six light barriers from the hopper on, then zeros.
    private func sensors(_ reading: MechanismReading) -> [UInt8] {
        let path: [Sensor] = [.throat, .path, .readPosition, .exitPath, .exit, .binMouth]
        let seen: [UInt8] = path.map { reading.lit.contains($0) ? 0x31 : 0x30 }
        return seen + Array(repeating: 0x30, count: firmware.sensorCount - seen.count)
    }

    private func digits(_ count: Int) -> [UInt8] {
        [count / 100, count / 10 % 10, count % 10].map { UInt8(0x30 + $0) }
    }
}

extension MotionOutcome {
    /// The code of a motion that did not end as it should.
    fileprivate var code: CRT591Code? {
        switch self {
        case .done: nil
        case .jam: .jam
        case .hopperEmpty: .stackerEmpty
        case .nothingFed: .cannotReachReader
        case .binFull: .binFull
        case .noCard, .stopped: .sequence
        case .sensorFault: .sensor
        case .movedByHand: .movedByHand
        }
    }
}
