internal import DeviceProtocols
internal import KioskPorts

/// Commands that move nothing, which may be sent again, and the first phase of those that do.
struct TTCEQueries: Sendable {
    /// Sends of one query, or of one command before its ENQ.
    static let sends = 3
    /// Between two sends. Longer than the gap that voids a packet (15 or 50 ms by the document).
    private static let pause = Duration.milliseconds(300)

    let line: TTCELine
    let timeouts: TTCEProfile.Timeouts

    /// The answer to a query. Throws what went wrong with the last send.
    func ask(_ command: TTCECommand) async throws(DispenserLineFault) -> TTCEReply {
        try await repeated { () async throws(DispenserLineFault) in try await once(command) }
    }

    /// Brings a command to the unit, which does nothing yet. A unit that may have it all the same is told to forget it: a
    /// later ENQ would set it going.
    func announce(_ command: TTCECommand) async throws(DispenserLineFault) {
        do throws(DispenserLineFault) {
            try await repeated { () async throws(DispenserLineFault) in
                try await line.announce(command, acknowledge: acknowledge)
            }
        } catch {
            if case .link = error { throw error }
            try await line.cancel()
            throw error
        }
    }

    /// The full state, asked once.
    func once(_ command: TTCECommand) async throws(DispenserLineFault) -> TTCEReply {
        try await line.discard()
        try await line.announce(command, acknowledge: acknowledge)
        try await line.execute()
        return try await line.answer(to: command, within: .milliseconds(timeouts.query))
    }

    private var acknowledge: Duration { .milliseconds(timeouts.acknowledge) }

    private func repeated<Answer: Sendable>(
        _ attempt: () async throws(DispenserLineFault) -> Answer
    ) async throws(DispenserLineFault) -> Answer {
        for _ in 1..<Self.sends {
            do throws(DispenserLineFault) {
                return try await attempt()
            } catch {
                if case .link = error { throw error }
            }
            // A cancelled wait only asks again sooner.
            try? await line.clock.sleep(for: Self.pause)
            // A late answer would be taken for the next one.
            try await line.discard()
        }
        return try await attempt()
    }

    func status() async throws(DispenserLineFault) -> TTCEStatus {
        try Self.status(try await ask(.fullState))
    }

    /// One look at a unit that moves: what is not heard now is looked at again soon.
    func glance() async throws(DispenserLineFault) -> TTCEStatus {
        try Self.status(try await once(.fullState))
    }

    private static func status(_ reply: TTCEReply) throws(DispenserLineFault) -> TTCEStatus {
        guard case .state(let nibbles) = reply else { throw .garbled }
        return TTCEStatus(nibbles)
    }

    /// What the firmware calls itself; empty if the unit refuses to tell.
    func version() async throws(DispenserLineFault) -> String {
        guard case .version(let text) = try await ask(.version) else { return "" }
        return IdentityText.read(text)
    }
}
