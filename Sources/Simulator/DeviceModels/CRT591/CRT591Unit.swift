internal import DeviceProtocols
internal import Synchronization

/// A CRT-591 dispenser at the end of its serial line: packets in, packets out, the mechanism between them (CRT-591
/// protocol §1.4: ACK at once, the answer when the command is done).
///
/// What the unit knows beside its mechanism lives in memory: a power cut ends it, and leaves the unit "not reset".
package final class CRT591Unit: SerialUnit {
    /// The unit answers a packet after so long; the protocol allows 300 ms for an ACK.
    private static let acknowledgeDelay = Duration.milliseconds(5)
    private static let answerDelay = Duration.milliseconds(20)
    /// A packet whose next byte does not come for so long is given up (Sankyo ICT3Q8 protocol, from which this one
    /// descends: 250 ms).
    private static let byteGap = Duration.milliseconds(250)
    /// How long the fault `busyForLong` lasts.
    private static let busyTime = Duration.seconds(20)

    let firmware: CRT591Firmware
    let mechanism: any DispenserMechanism
    private let faults: CRT591Faults
    private let state: Mutex<State>

    /// What is in the unit's memory.
    struct State {
        let powerCycle: Int?
        var input: CRT591Accumulator
        var lastByteAt = Duration.zero
        /// Bytes on their way, each with its instant.
        var output: [(due: Duration, bytes: [UInt8])] = []
        /// The command whose motion runs.
        var running: Job?
        var lastAnswer: [UInt8] = []
        /// INIT was done.
        var isInitialised = false
        var deafUntil = Duration.zero
    }

    /// A command under way, and what becomes of its answer.
    struct Job {
        let command: CRT591Command
        let faults: Set<CRT591FaultKind>
        /// No answer before this instant.
        var readyAt: Duration
    }

    /// - Parameter faults: those of the line, shared with whoever plans them.
    package init(
        firmware: CRT591Firmware, mechanism: any DispenserMechanism,
        faults: CRT591Faults = CRT591Faults()
    ) {
        self.firmware = firmware
        self.mechanism = mechanism
        self.faults = faults
        state = Mutex(Self.blank(firmware, powerCycle: nil))
    }

    private static func blank(_ firmware: CRT591Firmware, powerCycle: Int?) -> State {
        State(powerCycle: powerCycle, input: CRT591Accumulator(address: firmware.address))
    }

    package var baud: Int { firmware.baud }

    package func receive(_ bytes: [UInt8], now: Duration) {
        state.withLock { state in
            guard attend(&state, now), state.deafUntil <= now else { return }
            state.lastByteAt = now
            for event in state.input.receive(bytes) { hear(event, &state, now) }
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
            let motion = state.running == nil ? nil : mechanism.nextInstant(now: now) ?? now
            let gap = state.input.isInsidePacket ? state.lastByteAt + Self.byteGap : nil
            return [state.output.first?.due, motion, gap].compactMap(\.self).min()
        }
    }

    package func lineLost(now: Duration) {
        state.withLock { state in
            _ = attend(&state, now)
            state.input = CRT591Accumulator(address: firmware.address)
            state.output = []
        }
    }

    /// Brings the unit up to the instant: power, a packet that broke off, a motion that ended.
    /// - Returns: whether it has power.
    private func attend(_ state: inout State, _ now: Duration) -> Bool {
        let reading = mechanism.reading(now: now)
        if state.powerCycle != reading.powerCycles || !reading.isPowered {
            state = Self.blank(firmware, powerCycle: reading.powerCycles)
        }
        guard reading.isPowered else { return false }
        if state.input.isInsidePacket, now >= state.lastByteAt + Self.byteGap {
            for event in state.input.giveUp() { hear(event, &state, now) }
        }
        settle(&state, now)
        return true
    }

    private func hear(_ event: CRT591Event, _ state: inout State, _ now: Duration) {
        switch event {
        case .control(.acknowledge), .noise, .damaged(.otherAddress): return
        case .control(.refuse): post(state.lastAnswer, &state, now + Self.answerDelay)
        case .control(.clear): clear(&state, now)
        case .damaged: post(.refuse, &state, now)
        case .frame(let frame):
            // A unit that moves takes no second command.
            guard state.running == nil, let command = CRT591Command(frame) else { return }
            take(command, &state, now)
        }
    }

    /// EOT: what was asked for stops, and is not answered any more (case 5).
    private func clear(_ state: inout State, _ now: Duration) {
        if state.running != nil { mechanism.stop(now: now) }
        state.running = nil
        state.output = []
        post(.clear, &state, now)
    }

    private func take(_ command: CRT591Command, _ state: inout State, _ now: Duration) {
        let struck = faults.strike(CRT591Occasion(command))
        if struck.contains(.commandLost) { return }
        if struck.contains(.goodPacketRefused) { return post(.refuse, &state, now) }
        if struck.contains(.falseRefusal) { post(.refuse, &state, now) }
        if !struck.contains(.acknowledgeLost) { post(.acknowledge, &state, now) }
        if struck.contains(.busyForLong) { state.deafUntil = now + Self.busyTime }
        state.lastAnswer = []
        execute(Job(command: command, faults: struck, readyAt: now), &state, now)
        if struck.contains(.initialisationForgotten) { state.isInitialised = false }
    }

    func answer(_ reply: CRT591Reply, _ job: Job, _ state: inout State, _ now: Duration) {
        let answer = CRT591Answer(
            reply, to: job.command, address: firmware.address, faults: job.faults)
        state.lastAnswer = answer.repeated
        let due = max(now, job.readyAt) + Self.answerDelay + answer.delay
        for bytes in answer.sent { post(bytes, &state, due) }
    }

    private func post(_ control: CRT591Control, _ state: inout State, _ now: Duration) {
        post([control.rawValue], &state, now + Self.acknowledgeDelay)
    }

    private func post(_ bytes: [UInt8], _ state: inout State, _ due: Duration) {
        guard !bytes.isEmpty else { return }
        // A line carries its bytes in order.
        state.output.append((max(due, state.output.last?.due ?? due), bytes))
    }
}
