internal import DeviceProtocols
internal import Synchronization

/// A dispenser behind HID reports of its own: packets with CRC-16 in, packets out, the mechanism between them (devices.md
/// §3). It hangs at a `ReportBridge`, which hands over whole reports; there is no line, and no speed of one.
///
/// What the unit knows beside its mechanism lives in memory: a power cut ends it, and leaves the unit "not initialised".
package final class CRTHIDUnit: SerialUnit {
    private static let acknowledgeDelay = Duration.milliseconds(5)
    private static let answerDelay = Duration.milliseconds(20)
    /// A packet whose next report does not come for so long is given up (sp_linux waits as long for an answer's).
    private static let reportGap = Duration.milliseconds(50)
    /// How long the fault `busyForLong` lasts.
    private static let busyTime = Duration.seconds(20)

    let firmware: CRTHIDFirmware
    let mechanism: any DispenserMechanism
    private let faults: CRTHIDFaults
    private let state: Mutex<State>

    /// What is in the unit's memory.
    struct State {
        let powerCycle: Int?
        var input = CRTHIDAssembler()
        var lastReportAt = Duration.zero
        /// Reports on their way, each with its instant.
        var output: [(due: Duration, report: [UInt8])] = []
        /// The command whose motion runs.
        var running: Job?
        var isInitialised = false
        var deafUntil = Duration.zero
        /// How often motors were set going, since power came on.
        var motions = 0
    }

    /// A command under way, and what becomes of its answer.
    struct Job {
        let command: CRTHIDCommand
        let occasion: LineOccasion
        let faults: Set<CRTHIDFaultKind>
        /// No answer before this instant.
        var readyAt: Duration
    }

    /// - Parameter faults: those on the way, shared with whoever plans them.
    package init(
        firmware: CRTHIDFirmware, mechanism: any DispenserMechanism,
        faults: CRTHIDFaults = CRTHIDFaults()
    ) {
        self.firmware = firmware
        self.mechanism = mechanism
        self.faults = faults
        state = Mutex(State(powerCycle: nil))
    }

    /// Reports have no speed; any number does.
    package var baud: Int { 0 }

    package func receive(_ report: [UInt8], now: Duration) {
        state.withLock { state in
            guard attend(&state, now), state.deafUntil <= now else { return }
            state.lastReportAt = now
            for event in state.input.receive(report) { hear(event, &state, now) }
        }
    }

    package func send(atMost capacity: Int, now: Duration) -> [UInt8] {
        state.withLock { state in
            guard attend(&state, now), let first = state.output.first, first.due <= now else {
                return []
            }
            state.output.removeFirst()
            return Array(first.report.prefix(capacity))
        }
    }

    package func nextWake(now: Duration) -> Duration? {
        state.withLock { state in
            let motion = state.running == nil ? nil : mechanism.nextInstant(now: now) ?? now
            let gap = state.input.isInsidePacket ? state.lastReportAt + Self.reportGap : nil
            return [state.output.first?.due, motion, gap].compactMap(\.self).min()
        }
    }

    package func lineLost(now: Duration) {
        state.withLock { state in
            _ = attend(&state, now)
            state.input = CRTHIDAssembler()
            state.output = []
        }
    }

    /// Brings the unit up to the instant: power, a packet that broke off, a motion that ended.
    /// - Returns: whether it has power.
    private func attend(_ state: inout State, _ now: Duration) -> Bool {
        let reading = mechanism.reading(now: now)
        if state.powerCycle != reading.powerCycles || !reading.isPowered {
            state = State(powerCycle: reading.powerCycles)
        }
        guard reading.isPowered else { return false }
        if state.input.isInsidePacket, now >= state.lastReportAt + Self.reportGap {
            for event in state.input.giveUp() { hear(event, &state, now) }
        }
        settle(&state, now)
        return true
    }

    private func hear(_ event: CRTHIDEvent, _ state: inout State, _ now: Duration) {
        switch event {
        case .control(.acknowledge), .control(.refuse), .stray: return
        case .control(.cancel):
            if state.running != nil { mechanism.stop(now: now) }
            state.running = nil
            state.output = []
        case .damaged: post(.refuse, &state, now)
        case .frame(let frame):
            // A unit that moves takes no second command.
            guard state.running == nil, let command = CRTHIDCommand(frame) else { return }
            take(command, &state, now)
        }
    }

    private func take(_ command: CRTHIDCommand, _ state: inout State, _ now: Duration) {
        let occasion = occasion(of: command)
        let struck = faults.strike(occasion)
        if struck.contains(.commandLost) { return }
        if struck.contains(.goodPacketRefused) { return post(.refuse, &state, now) }
        if struck.contains(.falseRefusal) { post(.refuse, &state, now) }
        if firmware.acknowledges, !struck.contains(.acknowledgeLost) {
            post(.acknowledge, &state, now)
        }
        if struck.contains(.busyForLong) { state.deafUntil = now + Self.busyTime }
        execute(
            Job(command: command, occasion: occasion, faults: struck, readyAt: now), &state, now)
        if struck.contains(.initialisationForgotten) { state.isInitialised = false }
    }

    private func occasion(of command: CRTHIDCommand) -> LineOccasion {
        if motion(of: command) != nil { return .motion }
        return command.command == 0x30 ? .setup : .query
    }

    func motion(of command: CRTHIDCommand) -> Motion? {
        firmware.motions[[command.command, command.parameter] + command.data]
    }

    func answer(_ reply: CRTHIDReply, _ job: Job, _ state: inout State, _ now: Duration) {
        let answer = CRTHIDAnswer(reply, to: job.command, job.faults, job.occasion)
        let due = max(now, job.readyAt) + Self.answerDelay + answer.delay
        for report in answer.reports { post(report, &state, due) }
    }

    private func post(_ control: CRTHIDControl, _ state: inout State, _ now: Duration) {
        post(control.bytes, &state, now + Self.acknowledgeDelay)
    }

    private func post(_ report: [UInt8], _ state: inout State, _ due: Duration) {
        // An endpoint carries its reports in order.
        state.output.append((max(due, state.output.last?.due ?? due), report))
    }
}
