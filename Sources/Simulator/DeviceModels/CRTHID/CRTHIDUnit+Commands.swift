internal import DeviceProtocols

/// What the unit does when told.
extension CRTHIDUnit {
    func execute(_ job: Job, _ state: inout State, _ now: Duration) {
        if job.command.command == 0x30 { return initialise(job, &state, now) }
        guard state.isInitialised else { return refuse(.notInitialised, job, &state, now) }
        if let motion = motion(of: job.command) { return start(motion, job, &state, now) }
        answer(query(job.command, state, mechanism.reading(now: now)), job, &state, now)
    }

    private func refuse(
        _ code: CRTHIDCode, _ job: Job, _ state: inout State, _ now: Duration
    ) {
        answer(.negative(CRTHIDRefusal(code), data: []), job, &state, now)
    }

    /// C04 makes ready and moves nothing; the others move a card too.
    private func initialise(_ job: Job, _ state: inout State, _ now: Duration) {
        let motion = motion(of: job.command)
        guard motion != nil || job.command == .initialiseLeaving else {
            return refuse(.parameter, job, &state, now)
        }
        let reading = mechanism.reading(now: now)
        var job = job
        if !state.isInitialised { job.readyAt = now + reading.initialiseTime }
        state.isInitialised = true
        mechanism.setCounting(true, now: now)
        guard let motion else { return answer(done(reading), job, &state, now) }
        start(motion, job, &state, now)
    }

    private func start(_ motion: Motion, _ job: Job, _ state: inout State, _ now: Duration) {
        guard mechanism.begin(motion, now: now) else {
            return refuse(.cannotExecute, job, &state, now)
        }
        state.motions += 1
        state.running = job
        settle(&state, now)
    }

    /// Answers the motion that has ended.
    func settle(_ state: inout State, _ now: Duration) {
        guard let job = state.running else { return }
        let reading = mechanism.reading(now: now)
        guard !reading.isMoving, let end = reading.lastEnd else { return }
        state.running = nil
        if let code = end.outcome.code(of: end.motion) { return refuse(code, job, &state, now) }
        answer(done(reading), job, &state, now)
    }

    private func done(_ reading: MechanismReading) -> CRTHIDReply {
        .positive(status(reading), data: [])
    }
}

/// What the unit says of itself.
extension CRTHIDUnit {
    private func query(
        _ command: CRTHIDCommand, _ state: State, _ reading: MechanismReading
    ) -> CRTHIDReply {
        let status = status(reading)
        switch command {
        case .status: return .positive(status, data: [])
        case .sensors: return .positive(status, data: sensors(reading))
        case .counters: return .positive(status, data: counters(state, reading))
        case .serialNumber: return .positive(status, data: Array(firmware.serialNumber.utf8))
        case .firmwareVersion: return .positive(status, data: Array(firmware.version.utf8))
        case _: return .negative(CRTHIDRefusal(.undefinedCommand), data: [])
        }
    }

    private func status(_ reading: MechanismReading) -> CRTHIDStatus {
        let lit = reading.lit
        return CRTHIDStatus(
            lit.contains(.exit) ? .atEntry : lit.contains(.readPosition) ? .inside : .none)
    }

    /// The path's six light barriers from the hopper on; hopper not empty, hopper low, bin full.
    private func sensors(_ reading: MechanismReading) -> [UInt8] {
        let places: [Sensor] = [
            .throat, .path, .readPosition, .exitPath, .exit, .binMouth, .hopperOccupied,
            .hopperLow, .binFull,
        ]
        return places.map { reading.lit.contains($0) ? 0x31 : 0x30 }
    }

    /// Twelve counters of eight digits, which take two reports: the first counts motions, the tenth cards in the bin.
    private func counters(_ state: State, _ reading: MechanismReading) -> [UInt8] {
        var counters = [Int](repeating: 0, count: 12)
        counters[0] = state.motions
        counters[9] = reading.binCounter
        return counters.flatMap { count in
            let digits = Array(String(count).utf8.suffix(8))
            return [UInt8](repeating: 0x30, count: 8 - digits.count) + digits
        }
    }
}

extension MotionOutcome {
    /// The code of a motion that did not end as it should.
    fileprivate func code(of motion: Motion) -> CRTHIDCode? {
        switch self {
        case .done: nil
        case .jam:
            switch motion {
            case .toReadPosition, .feedToExit: .feedJam
            case .toExit, .eject: .ejectJam
            case .toBin: .liftJam
            }
        case .hopperEmpty: .hopperEmpty
        case .nothingFed: .feedTimedOut
        case .binFull: .slotOccupied
        case .noCard: .slotEmpty
        case .stopped: .cannotExecute
        case .sensorFault: .slotSensor
        case .movedByHand: .pulledInFeed
        }
    }
}
