internal import DeviceProtocols
internal import KioskPorts

/// What goes wrong on a faulty reader's cable at the moment.
struct FaultyCable {
    /// How the reader takes commands.
    enum Mode {
        case fine
        /// It asks for time for this command.
        case extending(Heard, next: Duration)
        /// So many commands more find the slot busy; nil: until a reset.
        case busy(left: Int?)
        /// It hears nothing until then.
        case hanging(until: Cure)
        case dead
    }

    enum Cure {
        case abort, haltCleared, powerOff, reset
    }

    /// What is to happen to a command.
    enum Fate {
        case passOn
        /// The model does not see it.
        case keep
        case halt
    }

    /// How far apart time extensions are.
    static let extensionPause = Duration.seconds(1)

    var plan: ReaderFaultPlan
    var mode = Mode.fine
    /// What the cable says before the model, oldest first.
    var own: [(due: Duration, bytes: [UInt8])] = []
    var isInHalted = false
    var isOutHalted = false
    /// What becomes of the model's next answer; nil when it stays as it is.
    var alteration: ReaderFaultKind?
    /// The model's answers are not heard before this instant.
    var holdsBackUntil = Duration.zero
    /// Answers of the model that nobody hears.
    var dropped = 0
    /// The answer that an abort should have ended; empty while the card works on it, nil when there is none.
    var late: [UInt8]?
    /// A message for the interrupt endpoint.
    var notice: [UInt8]?

    init(plan: ReaderFaultPlan) {
        self.plan = plan
    }

    /// When the cable itself has something to say.
    var nextSign: Duration? {
        if case .extending(_, let next) = mode { return min(next, own.first?.due ?? next) }
        return own.first?.due
    }

    mutating func clearHalt(isIn: Bool) {
        if isIn { isInHalted = false } else { isOutHalted = false }
        if isIn, case .hanging(until: .haltCleared) = mode { mode = .fine }
    }

    mutating func reset() {
        if case .dead = mode { return }
        self = FaultyCable(plan: plan)
    }

    /// Decides what becomes of a command.
    mutating func hear(_ heard: Heard, _ model: any SimulatedUSBDevice, now: Duration) -> Fate {
        switch mode {
        case .fine:
            guard let occasion = heard.occasion, let fault = plan.strike(occasion) else {
                return .passOn
            }
            return strike(fault, heard, model, now)
        case .extending:
            guard heard.command == .abort else {
                own.append((now, heard.reply(.failed(CCIDError(.slotBusy)))))
                return .keep
            }
            mode = .fine
            own = []
            return .passOn
        case .busy(let left):
            own.append((now, heard.reply(.failed(CCIDError(.slotBusy)))))
            if let left { mode = left > 1 ? .busy(left: left - 1) : .fine }
            return .keep
        case .hanging(until: .abort):
            guard heard.command == .abort else { return .keep }
            mode = .fine
            return .passOn
        case .hanging(until: .powerOff):
            guard heard.command == .powerOff else { return .keep }
            mode = .fine
            return .passOn
        case .hanging(until: .haltCleared), .hanging(until: .reset), .dead: return .keep
        }
    }

    private mutating func strike(
        _ fault: PlannedReaderFault, _ heard: Heard, _ model: any SimulatedUSBDevice,
        _ now: Duration
    ) -> Fate {
        switch fault.kind {
        case .staleAnswerFirst, .wrongSequence, .wrongSlot, .wrongLength, .oversizedAnswer,
            .truncatedAnswer, .duplicateAnswer, .emptyPacketsFirst, .garbage:
            alteration = fault.kind
            return .passOn
        case .stallsIn:
            isInHalted = true
            return .passOn
        case .stallsOut:
            isOutHalted = true
            return .halt
        case .extendsForever: mode = .extending(heard, next: now + Self.extensionPause)
        case .extendsThenAnswers:
            let pauses = (1...3).map { now + Self.extensionPause * $0 }
            own += pauses.map { ($0, heard.reply(.wantsTime(multiplier: 2))) }
            holdsBackUntil = now + Self.extensionPause * 4
            return .passOn
        case .answersAfterAbort:
            late = []
            mode = .hanging(until: .abort)
            return .passOn
        case .fails:
            guard let error = fault.error else { preconditionFailure("a failure has an error") }
            own.append((now, heard.reply(.failed(error))))
        case .busyBriefly:
            own.append((now, heard.reply(.failed(CCIDError(.slotBusy)))))
            mode = .busy(left: 2)
        case .busyUntilReset:
            own.append((now, heard.reply(.failed(CCIDError(.slotBusy)))))
            mode = .busy(left: nil)
        case .cardMute:
            let powerOff = CCIDCommand.powerOff.bytes(slot: heard.slot, sequence: heard.sequence)
            _ = model.receive(powerOff, on: CCIDReaderDescriptors.bulkOut, now: now)
            dropped += 1
            own.append((now, heard.reply(.failed(CCIDError(.cardMute)), card: .inactive)))
        case .hardwareError:
            own.append((now, heard.reply(.failed(CCIDError(.hardware)))))
            // RDR_to_PC_HardwareError: slot, sequence, 01 over-current (CCID 1.1 §6.3.2).
            notice = [0x51, heard.slot, heard.sequence, 0x01]
        case .silentOnce: break
        case .hangsUntilAbort: mode = .hanging(until: .abort)
        case .hangsUntilHaltCleared: mode = .hanging(until: .haltCleared)
        case .hangsUntilPowerOff: mode = .hanging(until: .powerOff)
        case .hangsUntilReset: mode = .hanging(until: .reset)
        case .dead: mode = .dead
        }
        return .keep
    }
}
