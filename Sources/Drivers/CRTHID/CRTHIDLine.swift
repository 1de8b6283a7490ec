internal import DeviceProtocols
internal import KioskPorts

/// One command at a time over HID reports: a packet, perhaps an ACK, the answer (devices.md §3). Each reception of the link
/// is one report.
///
/// Nothing here sends a command again, and nothing asks for an answer again: no source knows a way to. An ACK proves
/// nothing, since it is not known whether units send it. Answers bear no number: one that comes too late is taken for the
/// answer to the same query asked again, and makes a look older than it seems, by the time-outs of its repetitions at most.
struct CRTHIDLine: Sendable {
    let link: any ByteLink
    let clock: any KioskClock
    let troubles: TroubleCounter
    /// The reports of one answer are at most this far apart.
    let reportGap: Duration

    /// Sends a command once and waits for its answer.
    func exchange(
        _ command: CRTHIDCommand, answer: Duration
    ) async throws(DispenserLineFault) -> CRTHIDReply {
        var input = CRTHIDAssembler()
        // A unit has answered once something damaged came; a good answer may only be right behind it.
        var isDamaged = false
        try await link.put(command.frame.bytes)
        var deadline = clock.monotonic() + answer
        while let events = try await events(&input, until: deadline) {
            for event in events {
                switch event {
                case .frame(let frame):
                    if let reply = try? CRTHIDReply(frame, to: command) { return reply }
                    troubles.count(.lineStray)
                case .control(.acknowledge): break
                case .control(.refuse):
                    troubles.count(.lineRefused)
                    throw .refused
                case .control(.cancel), .stray: troubles.count(.lineStray)
                case .damaged:
                    troubles.count(.lineDamaged)
                    isDamaged = true
                    deadline = min(deadline, clock.monotonic() + reportGap)
                }
            }
        }
        if isDamaged { throw .garbled }
        troubles.count(.lineUnanswered)
        throw .noAnswer
    }

    /// What came next, or nil at the deadline. A packet that does not go on is given up.
    private func events(
        _ input: inout CRTHIDAssembler, until deadline: Duration
    ) async throws(DispenserLineFault) -> [CRTHIDEvent]? {
        let left = deadline - clock.monotonic()
        guard left > .zero else { return input.isInsidePacket ? input.giveUp() : nil }
        let report = try await link.received(
            within: input.isInsidePacket ? min(left, reportGap) : left)
        if report.isEmpty { return input.isInsidePacket ? input.giveUp() : nil }
        return input.receive(report)
    }

    /// Throws away what came late: answers to commands of before.
    func discard() async throws(DispenserLineFault) { try await link.discardStray(troubles) }
}
