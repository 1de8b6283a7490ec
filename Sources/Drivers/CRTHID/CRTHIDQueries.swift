internal import DeviceProtocols
internal import KioskPorts

/// Commands that move nothing, which may be sent again.
struct CRTHIDQueries: Sendable {
    /// Sends of one query.
    static let sends = 3
    /// Between two sends.
    private static let pause = Duration.milliseconds(400)

    let line: CRTHIDLine
    let timeouts: CRTHIDProfile.Timeouts

    init(_ call: UnitCall<CRTHIDProfile>, _ profile: CRTHIDProfile) {
        timeouts = profile.timeouts
        line = CRTHIDLine(
            link: call.link, clock: call.clock, troubles: call.troubles,
            reportGap: .milliseconds(profile.timeouts.reportGap))
    }

    /// The answer to a query. Throws what went wrong with the last send.
    func ask(
        _ command: CRTHIDCommand, answer: Duration? = nil
    ) async throws(DispenserLineFault) -> CRTHIDReply {
        let wait = answer ?? .milliseconds(timeouts.query)
        for _ in 1..<Self.sends {
            do throws(DispenserLineFault) {
                let reply = try await line.exchange(command, answer: wait)
                guard case .negative(let refusal, _) = reply, refusal.code == .data else {
                    return reply
                }
                // The packet arrived damaged and its CRC did not show it.
            } catch {
                if case .link = error { throw error }
            }
            // A cancelled wait only asks again sooner.
            try? await line.clock.sleep(for: Self.pause)
            // A late answer would be taken for the next one.
            try await line.discard()
        }
        return try await line.exchange(command, answer: wait)
    }

    /// Text of an identifying query; empty if the unit refuses it.
    func text(_ command: CRTHIDCommand) async throws(DispenserLineFault) -> String {
        try await data(command).map(IdentityText.read) ?? ""
    }

    /// Status, sensors and bin counter as one look.
    func look(_ profile: CRTHIDProfile) async throws(DispenserLineFault) -> UnitLook {
        let status: CRTHIDStatus
        switch try await ask(.status) {
        case .positive(let value, _): status = value
        case .negative(let refusal, _):
            return .refused(refusal.kind, code: refusal.description)
        }
        let sensors = try await data(.sensors).map { CRTHIDSensors($0) }
        let counters = profile.binCounter == nil ? nil : try await data(.counters)
        return .seen(profile.observation(status, sensors, counters: counters))
    }

    private func data(_ command: CRTHIDCommand) async throws(DispenserLineFault) -> [UInt8]? {
        switch try await ask(command) {
        case .positive(_, let data): data
        case .negative: nil
        }
    }
}
