package import CampusCard
package import KioskPorts

/// The store's calls over a carrier of bytes: sends, waits, and sends the same bytes again until an
/// answer comes or the deadline has passed. Repetitions keep the call's key, so the store gives
/// them one effect.
package struct StoreClient: StoreCalls {
    private let kiosk: KioskID
    private let carrier: any RequestCarrier
    private let clock: any KioskClock
    private let limits: RepetitionLimits
    private let troubles: TroubleCounter

    package init(
        kiosk: KioskID, carrier: any RequestCarrier, clock: any KioskClock,
        limits: RepetitionLimits = .ordinary, troubles: TroubleCounter = TroubleCounter()
    ) {
        self.kiosk = kiosk
        self.carrier = carrier
        self.clock = clock
        self.limits = limits
        self.troubles = troubles
    }

    package func call<Body: StoreCall>(
        _ body: Body, caseID: CaseID?, attempt: Int, deadline: Duration
    ) async -> CallOutcome<Body.Answer> {
        precondition(attempt >= 1, "attempts count from 1")
        let bytes = CallCodec.encode(
            CallRequest(kiosk: kiosk, caseID: caseID, attempt: attempt, body: body))
        precondition(
            bytes.count <= CarrierLimits.requestBytes,
            "a request has at most \(CarrierLimits.requestBytes) bytes, not \(bytes.count)")
        let end = clock.monotonic() + deadline
        for pause in limits.pauses {
            let left = end - clock.monotonic()
            guard left > .zero else { return .unknown }
            if let answer = await once(Body.self, bytes, within: min(left, limits.oneTry)) {
                return answer
            }
            guard await rest(pause, before: end) else { return .unknown }
        }
        return .unknown
    }

    /// Sends once; nil when no usable answer came.
    private func once<Body: StoreCall>(
        _: Body.Type, _ bytes: [UInt8], within deadline: Duration
    ) async -> CallOutcome<Body.Answer>? {
        let answer: [UInt8]
        let begin = clock.monotonic()
        do {
            answer = try await carrier.carry(Body.name, bytes, within: deadline)
        } catch {
            switch error {
            case .notSent, .unanswered: troubles.count(.storeUnanswered)
            case .answerUnusable: troubles.count(.storeGarbled)
            }
            return nil
        }
        if clock.monotonic() - begin > RepetitionLimits.slowAnswer { troubles.count(.storeSlow) }
        switch CallCodec.decode(CallAnswer<Body.Answer>.self, from: answer) {
        case .done(let answer): return .done(answer)
        case .refused(let refused): return .refused(refused)
        case nil:
            troubles.count(.storeGarbled)
            return nil
        }
    }

    /// Waits before the next try; false when the deadline leaves no time for one, or the task was
    /// cancelled.
    private func rest(_ pause: Duration, before end: Duration) async -> Bool {
        guard clock.monotonic() + pause < end else { return false }
        do {
            try await clock.sleep(for: pause)
            return true
        } catch {
            return false
        }
    }
}
