internal import DeviceProtocols
internal import Synchronization

/// A CRT-591 dispenser at the end of its serial line: packets in, packets out, the mechanism between them (CRT-591
/// protocol §1.4: ACK at once, the answer when the command is done).
package final class CRT591Unit: SerialUnit {
    /// The unit answers a packet after so long; the protocol allows 300 ms for an ACK.
    private static let acknowledgeDelay = Duration.milliseconds(5)
    private static let answerDelay = Duration.milliseconds(20)

    private let firmware: CRT591Firmware
    private let mechanism: any DispenserMechanism
    private let state: Mutex<State>

    private struct State {
        var input: CRT591Accumulator
        /// Bytes on their way, each with its instant.
        var output: [(due: Duration, bytes: [UInt8])] = []
        /// The command whose motion runs.
        var running: CRT591Command?
        var lastAnswer: [UInt8] = []
        /// The power cycle in which INIT was done; another one means "not reset".
        var initialisedIn: Int?
    }

    package init(firmware: CRT591Firmware, mechanism: any DispenserMechanism) {
        self.firmware = firmware
        self.mechanism = mechanism
        state = Mutex(State(input: CRT591Accumulator(address: firmware.address)))
    }

    package var baud: Int { firmware.baud }

    package func receive(_ bytes: [UInt8], now: Duration) {
        state.withLock { state in
            guard mechanism.reading(now: now).isPowered else { return }
            for event in state.input.receive(bytes) { hear(event, &state, now) }
        }
    }

    package func send(atMost capacity: Int, now: Duration) -> [UInt8] {
        state.withLock { state in
            settle(&state, now)
            guard let first = state.output.first, first.due <= now else { return [] }
            state.output.removeFirst()
            let rest = Array(first.bytes.dropFirst(capacity))
            if !rest.isEmpty { state.output.insert((now, rest), at: 0) }
            return Array(first.bytes.prefix(capacity))
        }
    }

    package func nextWake(now: Duration) -> Duration? {
        state.withLock { state in
            let due = state.output.first?.due
            let motion = state.running == nil ? nil : mechanism.nextInstant(now: now) ?? now
            return [due, motion].compactMap(\.self).min()
        }
    }

    package func lineLost() {
        state.withLock { state in
            state.input = CRT591Accumulator(address: firmware.address)
            state.output = []
        }
    }

    private func hear(_ event: CRT591Event, _ state: inout State, _ now: Duration) {
        switch event {
        case .control(.acknowledge), .noise, .damaged(.otherAddress): return
        case .control(.refuse): post(state.lastAnswer, &state, now + Self.answerDelay)
        case .control(.clear):
            mechanism.stop(now: now)
            state.running = nil
            post([CRT591Control.clear.rawValue], &state, now + Self.acknowledgeDelay)
        case .damaged:
            post([CRT591Control.refuse.rawValue], &state, now + Self.acknowledgeDelay)
        case .frame(let frame):
            // A unit that moves takes no second command.
            guard state.running == nil, let command = CRT591Command(frame) else { return }
            post([CRT591Control.acknowledge.rawValue], &state, now + Self.acknowledgeDelay)
            execute(command, &state, now)
        }
    }

    private func execute(_ command: CRT591Command, _ state: inout State, _ now: Duration) {
        let reading = mechanism.reading(now: now)
        if command.command == 0x30 { return initialise(command, reading, &state, now) }
        guard state.initialisedIn == reading.powerCycles else {
            return answer(.negative(CRT591Refusal(.notReset), data: []), command, &state, now)
        }
        if command.command == 0x32 { return move(command, &state, now) }
        answer(query(command, reading, now), command, &state, now)
    }

    /// INIT: 30/34 to the gate, 31/35 to the bin, 33/37 leave the card (CRT-591 protocol §3.1.1).
    private func initialise(
        _ command: CRT591Command, _ reading: MechanismReading, _ state: inout State,
        _ now: Duration
    ) {
        guard [0x30, 0x31, 0x33, 0x34, 0x35, 0x37].contains(command.parameter) else {
            return answer(.negative(CRT591Refusal(.parameter), data: []), command, &state, now)
        }
        let isFirst = state.initialisedIn != reading.powerCycles
        state.initialisedIn = reading.powerCycles
        let reply = CRT591Reply.positive(
            status(reading), data: Array(firmware.revision.utf8))
        let delay = isFirst ? reading.initialiseTime : Self.answerDelay
        answer(reply, command, &state, now + delay)
    }

    private func move(_ command: CRT591Command, _ state: inout State, _ now: Duration) {
        guard let motion = firmware.moves[command.parameter] else {
            let reply = CRT591Reply.positive(status(mechanism.reading(now: now)), data: [])
            return answer(reply, command, &state, now)
        }
        guard mechanism.begin(motion, now: now) else {
            return answer(.negative(CRT591Refusal(.sequence), data: []), command, &state, now)
        }
        state.running = command
        settle(&state, now)
    }

    /// Answers the motion that has ended.
    private func settle(_ state: inout State, _ now: Duration) {
        guard let command = state.running else { return }
        let reading = mechanism.reading(now: now)
        guard reading.isPowered else {
            state.running = nil
            return
        }
        guard !reading.isMoving, let end = reading.lastEnd else { return }
        state.running = nil
        let reply: CRT591Reply =
            end.outcome.code.map { .negative(CRT591Refusal($0), data: []) }
            ?? .positive(status(reading), data: [])
        answer(reply, command, &state, now)
    }

    private func answer(
        _ reply: CRT591Reply, _ command: CRT591Command, _ state: inout State, _ now: Duration
    ) {
        let bytes = reply.frame(to: command, address: firmware.address).bytes
        state.lastAnswer = bytes
        post(bytes, &state, now + Self.answerDelay)
    }

    private func post(_ bytes: [UInt8], _ state: inout State, _ due: Duration) {
        guard !bytes.isEmpty else { return }
        // A line carries its bytes in order.
        state.output.append((max(due, state.output.last?.due ?? due), bytes))
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

    private func status(_ reading: MechanismReading) -> CRT591Status {
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
