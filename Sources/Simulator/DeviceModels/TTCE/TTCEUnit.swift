internal import DeviceProtocols
internal import Synchronization

/// A K720, K730 or K750 at the end of its serial line: a packet is acknowledged and waits, ENQ lets it be done (devices.md
/// §4.1). Motions have no answer: the state tells how they go.
package final class TTCEUnit: SerialUnit {
    private static let acknowledgeDelay = Duration.milliseconds(5)
    private static let answerDelay = Duration.milliseconds(20)
    /// A pause that voids what has begun: 15 ms in one place of the document, 50 in another.
    private static let byteGap = Duration.milliseconds(50)
    /// Later than any host waits: for an ACK, and for an answer.
    private static let lateAcknowledge = Duration.milliseconds(400)
    private static let lateAnswer = Duration.seconds(2)
    /// How long `busyForLong` lasts, and `stateStuck`: longer than any motion.
    private static let busyTime = Duration.seconds(20)
    private static let stuckTime = Duration.seconds(11)

    let firmware: TTCEFirmware
    let mechanism: any DispenserMechanism
    private let address: TTCEAddress
    private let faults: TTCEFaults
    private let state: Mutex<State>

    /// What is in the unit's memory.
    struct State {
        let powerCycle: Int?
        var input: TTCEAccumulator
        var lastByteAt = Duration.zero
        /// Bytes on their way, each with its instant.
        var output: [(due: Duration, bytes: [UInt8])] = []
        /// The packet that waits for its ENQ.
        var waiting: Job?
        /// The last motion was not taken.
        var isRefused = false
        var wasMoving = false
        /// Until then the next card is being staged.
        var stagedAt = Duration.zero
        var deafUntil = Duration.zero
        var stuckUntil = Duration.zero
    }

    /// A command, and the faults that strike it.
    struct Job {
        let command: TTCECommand
        var faults: Set<TTCEFaultKind>
    }

    /// - Parameter faults: those of the line, shared with whoever plans them.
    /// - Precondition: the firmware's address is 0…15.
    package init(
        firmware: TTCEFirmware, mechanism: any DispenserMechanism, faults: TTCEFaults = TTCEFaults()
    ) {
        guard let address = TTCEAddress(firmware.address) else {
            preconditionFailure("a unit has four address switches")
        }
        self.firmware = firmware
        self.mechanism = mechanism
        self.address = address
        self.faults = faults
        state = Mutex(State(powerCycle: nil, input: TTCEAccumulator(address: address)))
    }

    package var baud: Int { firmware.baud }

    package func receive(_ bytes: [UInt8], now: Duration) {
        state.withLock { state in
            guard attend(&state, now), state.deafUntil <= now else { return }
            state.lastByteAt = now
            hear(state.input.receive(bytes), &state, now)
        }
    }

    package func send(atMost capacity: Int, now: Duration) -> [UInt8] {
        state.withLock { state in
            guard attend(&state, now), let first = state.output.first, first.due <= now else {
                return []
            }
            state.output.removeFirst()
            let rest = Array(first.bytes.dropFirst(capacity))
            if !rest.isEmpty { state.output.insert((now, rest), at: 0) }
            return Array(first.bytes.prefix(capacity))
        }
    }

    package func nextWake(now: Duration) -> Duration? {
        state.withLock { state in
            let gap = state.input.isInsidePacket ? state.lastByteAt + Self.byteGap : nil
            return [state.output.first?.due, gap].compactMap(\.self).min()
        }
    }

    package func lineLost(now: Duration) {
        state.withLock { state in
            _ = attend(&state, now)
            state.input = TTCEAccumulator(address: address)
            state.output = []
        }
    }

    /// Brings the unit up to the instant: power, a packet that broke off, a motion that ended.
    /// - Returns: whether it has power.
    private func attend(_ state: inout State, _ now: Duration) -> Bool {
        let reading = mechanism.reading(now: now)
        if state.powerCycle != reading.powerCycles || !reading.isPowered {
            state = State(
                powerCycle: reading.powerCycles, input: TTCEAccumulator(address: address))
        }
        guard reading.isPowered else { return false }
        if state.wasMoving, !reading.isMoving, firmware.prestages {
            state.stagedAt = now + reading.initialiseTime / 2
        }
        state.wasMoving = reading.isMoving
        if state.input.isInsidePacket, now >= state.lastByteAt + Self.byteGap {
            hear(state.input.giveUp(), &state, now)
        }
        return true
    }

    /// However much of it makes no sense, what came at once is refused once.
    private func hear(_ events: [TTCEEvent], _ state: inout State, _ now: Duration) {
        guard firmware.answersInMotion || !state.wasMoving else { return }
        let damaged = events.filter { if case .damaged = $0 { true } else { false } }
        let strangers = damaged.filter { $0 == .damaged(.otherAddress) }
        for event in events { hear(event, &state, now) }
        if !damaged.isEmpty, strangers.isEmpty { post(.refuse, &state, now) }
    }

    private func hear(_ event: TTCEEvent, _ state: inout State, _ now: Duration) {
        switch event {
        case .control(.acknowledge), .control(.refuse), .noise, .damaged: return
        case .control(.cancel):
            state.waiting = nil
            post(TTCEControl.cancel.bytes(address: address), &state, now + Self.acknowledgeDelay)
        case .control(.execute): execute(&state, now)
        case .frame(let frame): take(TTCECommand(frame), &state, now)
        }
    }

    private func take(_ command: TTCECommand, _ state: inout State, _ now: Duration) {
        let isMotion = firmware.motions[command.description] != nil
        let struck = faults.strike(isMotion ? .motion : .query)
        if struck.contains(.commandLost) { return }
        if struck.contains(.goodPacketRefused) { return post(.refuse, &state, now) }
        if struck.contains(.falseRefusal) { post(.refuse, &state, now) }
        state.waiting = Job(command: command, faults: struck)
        if struck.contains(.acknowledgeLost) { return }
        post(
            .acknowledge, &state,
            struck.contains(.acknowledgeLate) ? now + Self.lateAcknowledge : now)
    }

    /// ENQ: the packet that waits is done.
    private func execute(_ state: inout State, _ now: Duration) {
        guard let job = state.waiting else { return }
        if job.faults.contains(.enquiryLost) {
            state.waiting?.faults.remove(.enquiryLost)
            return
        }
        state.waiting = nil
        if job.faults.contains(.busyForLong) { state.deafUntil = now + Self.busyTime }
        if job.faults.contains(.stateStuck) { state.stuckUntil = now + Self.stuckTime }
        if let motion = firmware.motions[job.command.description] {
            state.isRefused = !mechanism.begin(motion, now: now)
            state.wasMoving = mechanism.reading(now: now).isMoving
            return
        }
        guard let reply = reply(to: job.command, state, now) else { return }
        let answer = TTCEAnswer(reply, to: job.command, address: address, faults: job.faults)
        let due = now + Self.answerDelay + (answer.isLate ? Self.lateAnswer : .zero)
        for bytes in answer.sent { post(bytes, &state, due) }
    }

    private func post(_ control: TTCEControl, _ state: inout State, _ now: Duration) {
        post(control.bytes(address: address), &state, now + Self.acknowledgeDelay)
    }

    private func post(_ bytes: [UInt8], _ state: inout State, _ due: Duration) {
        // A line carries its bytes in order.
        state.output.append((max(due, state.output.last?.due ?? due), bytes))
    }
}
