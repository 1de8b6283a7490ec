internal import DeviceProtocols
internal import KioskPorts

/// The messages of one opened reader, one command at a time: sequence numbers, stale answers, time extensions.
///
/// A command goes out once. What comes back is believed only under its own slot and sequence number and in the kind that
/// fits; anything else of earlier commands is thrown away, a bounded number of times.
struct CCIDDialogue: Sendable {
    let connection: any USBConnection
    let function: CCIDFunction
    let clock: any KioskClock
    let troubles: TroubleCounter
    /// Nil for a reader that is not known.
    let profile: ReaderProfile?
    /// What the reader's own commands are in its own words.
    var dialect: ReaderDialect
    /// The slot that is talked to.
    var slot: UInt8 = 0
    /// Slots whose cards were activated.
    private var links: [UInt8: CardLink] = [:]
    /// When the exchange under way has to be over; nil outside of one.
    var exchangeEnd: Duration?
    private var sequence: UInt8 = 0
    /// Of an abort of which the reader has taken the first half only.
    private var abortSequence: UInt8?

    init(
        connection: any USBConnection, function: CCIDFunction, clock: any KioskClock,
        troubles: TroubleCounter, profile: ReaderProfile? = nil
    ) {
        self.connection = connection
        self.function = function
        self.clock = clock
        self.troubles = troubles
        self.profile = profile
        dialect = ReaderDialect(profile?.keys)
    }

    /// The way to the slot's card where its protocol is the host's; nil until it is activated, and again after it broke.
    var link: CardLink? {
        get { links[slot] }
        set { links[slot] = newValue }
    }

    /// No card's session outlives what puts the dialogue in step again.
    mutating func forgetLinks() { links = [:] }

    /// One command and its answer. A slot that is busy has not begun it: it is sent again, a few times.
    mutating func run(
        _ command: CCIDCommand, within wait: Duration = CCIDLimits.answer
    ) async throws(CCIDFault) -> CCIDReply {
        for _ in 0..<CCIDLimits.busyRetries {
            do throws(CCIDFault) {
                return try await once(command, within: wait)
            } catch {
                guard case .refused(let reason, _) = error, reason.isBusy else { throw error }
            }
            troubles.count(.readerBusy)
            // A cancelled wait only asks again sooner.
            try? await clock.sleep(for: CCIDLimits.busyPause)
        }
        return try await once(command, within: wait)
    }

    private mutating func once(
        _ command: CCIDCommand, within wait: Duration
    ) async throws(CCIDFault) -> CCIDReply {
        sequence &+= 1
        if let exchangeEnd, clock.monotonic() >= exchangeEnd {
            throw .overlong(CCIDLimits.exchange)
        }
        let message = command.bytes(slot: slot, sequence: sequence)
        let sent = await connection.transfer(
            .bulkOut(function.bulkOut, data: message), timeout: CCIDLimits.write)
        guard sent.end == .completed else { throw Self.fault(sent.end, "sending a message") }
        return try await success(of: command, within: wait)
    }

    private func success(
        of command: CCIDCommand, within wait: Duration
    ) async throws(CCIDFault) -> CCIDReply {
        let reply = try await answer(to: command, within: wait)
        switch reply.outcome {
        case .done: return reply
        case .failed(let error): throw .refused(error, reply.card)
        case .wantsTime: throw .garbled("a time extension in place of an answer")
        }
    }

    /// Waits for the answer; each time extension gives it more time, up to the limit of a command.
    private func answer(
        to command: CCIDCommand, within wait: Duration
    ) async throws(CCIDFault) -> CCIDReply {
        let longest = clock.monotonic() + CCIDLimits.command
        let end = min(longest, exchangeEnd ?? longest)
        var deadline = clock.monotonic() + wait
        var stale = 0
        while true {
            guard let reply = try await message(until: min(deadline, end)) else {
                throw .silent
            }
            guard reply.slot == slot, reply.sequence == sequence else {
                stale += 1
                troubles.count(.readerStray)
                guard stale <= CCIDLimits.staleMessages else {
                    throw .garbled("\(stale) messages of other commands")
                }
                continue
            }
            if case .wantsTime(let multiplier) = reply.outcome {
                troubles.count(.readerBusy)
                deadline = clock.monotonic() + wait * Int(max(1, multiplier))
                continue
            }
            guard reply.kind == command.answer || isFailure(reply) else {
                throw .garbled("an answer of another kind, \(reply.kind)")
            }
            return reply
        }
    }

    /// Readers answer what they do not understand with a slot status.
    private func isFailure(_ reply: CCIDReply) -> Bool {
        if case .failed = reply.outcome { true } else { false }
    }

    /// The next message; nil when none came in time.
    private func message(until deadline: Duration) async throws(CCIDFault) -> CCIDReply? {
        for _ in 0..<CCIDLimits.emptyTransfers {
            let left = deadline - clock.monotonic()
            guard left > .zero else { return nil }
            let result = await connection.transfer(
                .bulkIn(function.bulkIn, capacity: function.readCapacity), timeout: left)
            if result.end == .timedOut, result.bytes.isEmpty { return nil }
            guard result.end == .completed else {
                throw Self.fault(result.end, "reading a message")
            }
            if result.bytes.isEmpty { continue }
            do {
                return try CCIDReply(parsing: result.bytes)
            } catch {
                throw .garbled("\(error)")
            }
        }
        throw .garbled("nothing but empty transfers")
    }

    static func fault(_ end: USBTransferEnd, _ doing: String) -> CCIDFault {
        end == .deviceGone ? .gone : .bus(doing: doing, end)
    }
}

/// Putting a dialogue in step again.
extension CCIDDialogue {
    /// Reads and drops what is left in the IN pipe.
    func drain() async {
        for _ in 0..<CCIDLimits.drainReads {
            let result = await connection.transfer(
                .bulkIn(function.bulkIn, capacity: function.readCapacity),
                timeout: CCIDLimits.drainWait)
            if result.end != .completed { return }
            troubles.count(.readerStray)
        }
    }

    /// Reads and drops what the interrupt endpoint had to say before the reader was opened.
    func drainNotices() async {
        guard let endpoint = function.interruptIn else { return }
        for _ in 0..<CCIDLimits.noticeReads {
            let result = await connection.transfer(
                .interruptIn(endpoint, capacity: CCIDLimits.readCapacity),
                timeout: CCIDLimits.drainWait)
            if result.end != .completed { return }
        }
    }

    /// Ends a command that hangs: the class request, then the message with the same sequence number, then everything is
    /// dropped until its answer (CCID 1.1 §5.3.1).
    mutating func abort() async throws(CCIDFault) {
        sequence &+= 1
        let request = CCIDAbortRequest(slot: slot, sequence: sequence)
        let setup = USBSetup(
            requestType: CCIDAbortRequest.requestType, request: CCIDAbortRequest.request,
            value: request.value, index: UInt16(function.interface))
        let asked = await connection.transfer(
            .controlOut(setup, data: []), timeout: CCIDLimits.write)
        guard asked.end == .completed else { throw Self.fault(asked.end, "aborting") }
        abortSequence = sequence
        try await finishAbort()
    }

    /// The reader took an abort's request and waits for its message.
    var isAborting: Bool { abortSequence != nil }

    /// The second half of an abort. Precondition: the first one was taken.
    mutating func finishAbort() async throws(CCIDFault) {
        guard let abortSequence else { preconditionFailure("no abort was begun") }
        sequence = abortSequence
        let message = CCIDCommand.abort.bytes(slot: slot, sequence: sequence)
        let sent = await connection.transfer(
            .bulkOut(function.bulkOut, data: message), timeout: CCIDLimits.write)
        guard sent.end == .completed else { throw Self.fault(sent.end, "aborting") }
        self.abortSequence = nil
        _ = try await success(of: .abort, within: CCIDLimits.answer)
    }
}
