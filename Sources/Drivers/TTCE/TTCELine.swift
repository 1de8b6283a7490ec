internal import DeviceProtocols
internal import KioskPorts

/// The two phases of a command over a serial line: packet and ACK, then ENQ and, but for motions, the answer (devices.md
/// §4.1). Before ENQ nothing is done, so the first phase may be repeated.
struct TTCELine: Sendable {
    /// A packet's first byte and its last are at most this far apart: 300 bytes at 4800 baud.
    private static let packetTime = Duration.milliseconds(700)
    /// How long an answer to EOT may take; it proves nothing.
    private static let cancelTime = Duration.milliseconds(100)

    let link: any ByteLink
    let address: TTCEAddress
    let clock: any KioskClock
    let troubles: TroubleCounter

    /// First phase: sends a command once and waits until the unit has it. Nothing is done yet.
    func announce(
        _ command: TTCECommand, acknowledge: Duration
    ) async throws(DispenserLineFault) {
        var input = TTCEAccumulator(address: address)
        let deadline = clock.monotonic() + acknowledge
        try await link.put(command.frame(address: address).bytes)
        while let events = try await events(&input, until: deadline) {
            for event in events {
                switch event {
                case .control(.acknowledge): return
                case .control(.refuse):
                    troubles.count(.lineRefused)
                    throw .refused
                case .control, .frame, .damaged, .noise: troubles.count(.lineStray)
                }
            }
        }
        troubles.count(.lineUnanswered)
        throw .notAcknowledged
    }

    /// Second phase: lets the unit do what it was told last.
    func execute() async throws(DispenserLineFault) {
        try await link.put(TTCEControl.execute.bytes(address: address))
    }

    /// The answer to a command that was executed.
    func answer(
        to command: TTCECommand, within timeout: Duration
    ) async throws(DispenserLineFault) -> TTCEReply {
        var input = TTCEAccumulator(address: address)
        let deadline = clock.monotonic() + timeout
        // What looked like a damaged packet may have been noise before a good one.
        var isDamaged = false
        while let events = try await events(&input, until: deadline) {
            for event in events {
                switch event {
                case .frame(let frame):
                    if let reply = try? TTCEReply(frame, to: command) { return reply }
                    troubles.count(.lineStray)
                case .damaged(.otherAddress), .control, .noise: troubles.count(.lineStray)
                case .damaged:
                    troubles.count(.lineDamaged)
                    isDamaged = true
                }
            }
        }
        if isDamaged { throw .garbled }
        troubles.count(.lineUnanswered)
        throw .noAnswer
    }

    /// Lets the unit forget a command that was not executed. Only while nothing moves (K9).
    func cancel() async throws(DispenserLineFault) {
        try await link.put(TTCEControl.cancel.bytes(address: address))
        var input = TTCEAccumulator(address: address)
        let deadline = clock.monotonic() + Self.cancelTime
        while let events = try await events(&input, until: deadline) {
            if events.contains(.control(.cancel)) { break }
        }
        try await discard()
    }

    /// What came next, or nil at the deadline. A packet that does not go on is given up.
    private func events(
        _ input: inout TTCEAccumulator, until deadline: Duration
    ) async throws(DispenserLineFault) -> [TTCEEvent]? {
        let left = deadline - clock.monotonic()
        guard left > .zero else { return input.isInsidePacket ? input.giveUp() : nil }
        let wait = input.isInsidePacket ? min(left, Self.packetTime) : left
        let bytes = try await link.received(within: wait)
        if bytes.isEmpty { return input.isInsidePacket ? input.giveUp() : nil }
        return input.receive(bytes)
    }

    /// Throws away what came late: answers to commands of before.
    func discard() async throws(DispenserLineFault) { try await link.discardStray(troubles) }
}
