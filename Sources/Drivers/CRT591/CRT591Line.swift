internal import DeviceProtocols
internal import KioskPorts

/// One command at a time over a serial line: packet, ACK, answer, ACK (CRT-591 protocol §1.4).
///
/// Nothing here resends a command: whoever sends decides, by what the command does (design K9).
/// A damaged answer is asked for again, which moves nothing.
struct CRT591Line: Sendable {
    /// How often a damaged answer is asked for again (case 3).
    private static let answerRepeats = 2
    /// An answer's first byte and its last are at most this far apart: 526 bytes at 9600 baud.
    private static let packetTime = Duration.milliseconds(700)

    let link: any ByteLink
    let address: UInt8
    let clock: any KioskClock
    let troubles: TroubleCounter

    /// Sends a command once and waits for its answer.
    func exchange(
        _ command: CRT591Command, acknowledge: Duration, answer: Duration
    ) async throws(DispenserLineFault) -> CRT591Reply {
        var input = CRT591Accumulator(address: address)
        var exchange = CRT591Exchange(command)
        var repeats = 0
        try await link.put(command.frame(address: address).bytes)
        var deadline = clock.monotonic() + acknowledge
        while let events = try await events(&input, until: deadline) {
            var isDamaged = false
            for event in events {
                switch exchange.on(event) {
                case .ignore: troubles.count(.lineStray)
                case .acknowledged: deadline = clock.monotonic() + answer
                case .refused:
                    troubles.count(.lineRefused)
                    throw .refused
                case .damaged: isDamaged = true
                case .dismiss:
                    troubles.count(.lineStray)
                    try await link.put([CRT591Control.acknowledge.rawValue])
                case .answered(let reply):
                    if !exchange.isAcknowledged { troubles.count(.lineUnacknowledged) }
                    try await link.put([CRT591Control.acknowledge.rawValue])
                    return reply
                }
            }
            guard isDamaged else { continue }
            troubles.count(.lineDamaged)
            guard repeats < Self.answerRepeats else { throw .garbled }
            repeats += 1
            try await discard()
            input = CRT591Accumulator(address: address)
            try await link.put([CRT591Control.refuse.rawValue])
            deadline = clock.monotonic() + answer
        }
        troubles.count(.lineUnanswered)
        guard exchange.isAcknowledged else { throw .notAcknowledged }
        throw repeats > 0 || input.isInsidePacket ? .garbled : .noAnswer
    }

    /// Sends EOT until the unit answers with EOT, twice at most. Only while nothing moves (K9).
    func clear(within timeout: Duration) async throws(DispenserLineFault) {
        for _ in 0..<2 {
            try await link.put([CRT591Control.clear.rawValue])
            var input = CRT591Accumulator(address: address)
            let deadline = clock.monotonic() + timeout
            while let events = try await events(&input, until: deadline) {
                if events.contains(.control(.clear)) { return try await discard() }
            }
        }
        try await discard()
    }

    /// What came next, or nil at the deadline. A packet that does not go on is given up.
    private func events(
        _ input: inout CRT591Accumulator, until deadline: Duration
    ) async throws(DispenserLineFault) -> [CRT591Event]? {
        let left = deadline - clock.monotonic()
        guard left > .zero else { return nil }
        let wait = input.isInsidePacket ? min(left, Self.packetTime) : left
        let bytes = try await link.received(within: wait)
        if bytes.isEmpty { return input.isInsidePacket ? input.giveUp() : nil }
        return input.receive(bytes)
    }

    /// Throws away what came late: answers to commands of before.
    func discard() async throws(DispenserLineFault) { try await link.discardStray(troubles) }
}
