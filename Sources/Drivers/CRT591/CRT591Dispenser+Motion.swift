internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

extension CRT591Dispenser {
    /// Looks at a unit whose motion is in doubt: at most this often, this far apart.
    private static let looks = 40
    private static let lookPause = Duration.milliseconds(500)

    /// How a motion's one packet ended.
    private enum Ending {
        case done(CRT591Status)
        case refused(CRT591Refusal)
        case lost(CRT591LineFault)
    }

    func move(_ movement: CRT591Movement) async throws(DispenserFault) -> DispenserObservation {
        let doing = movement.rawValue
        let (unit, profile) = try connected(doing)
        let before = try await look(unit, profile, "looking before \(doing)")
        guard movement.mayStart(from: before.path) else {
            throw DispenserFault(
                .refused, card: .notMoved, detail: "\(doing) with the path \(before.path.rawValue)")
        }
        let ending = await send(profile.command(for: movement), unit, profile)
        if case .done(let status) = ending, movement != .retain,
            let arrived = arrival(movement, status, before, profile)
        {
            return arrived
        }
        let after = await settled(unit, profile)
        if case .done = ending, let after, after.path == movement.goal { return after }
        let card = after.map {
            movement.verdict(
                before: before, after: $0, counterProven: profile.binCounterProven)
        }
        if case .refused(let refusal) = ending, profile.pathSensors.isEmpty,
            CRT591Failure(refusal).kind.leavesCardAnywhere, card == .notMoved
        {
            // Without sensors along the path, a stuck card looks like no card at all.
            throw await fault(of: ending, card: .unknown, doing)
        }
        throw await fault(of: ending, card: card ?? .unknown, doing)
    }

    /// What the unit's own answer says, if it says that the card is where it was to go. A second
    /// look would be worse evidence: a hand may take a presented card before it.
    private func arrival(
        _ movement: CRT591Movement, _ status: CRT591Status, _ before: DispenserObservation,
        _ profile: CRT591Profile
    ) -> DispenserObservation? {
        guard profile.position(status, nil) == movement.goal else { return nil }
        // Neither feeding nor presenting drops a card into the bin.
        return DispenserObservation(
            path: movement.goal, hopper: profile.hopper(status), bin: profile.bin(status),
            binCount: before.binCount, raw: status.raw)
    }

    /// The packet goes out here, and nowhere else, and once.
    private func send(
        _ command: CRT591Command, _ unit: Unit, _ profile: CRT591Profile
    ) async -> Ending {
        do throws(CRT591LineFault) {
            let reply = try await unit.queries.line.exchange(
                command, acknowledge: .milliseconds(profile.timeouts.acknowledge),
                answer: .milliseconds(profile.timeouts.motion))
            switch reply {
            case .positive(let status, _): return .done(status)
            case .negative(let refusal, _): return .refused(refusal)
            }
        } catch {
            return .lost(error)
        }
    }

    /// Two equal looks in a row at a unit that answers, or nil if there were none in time.
    private func settled(_ unit: Unit, _ profile: CRT591Profile) async -> DispenserObservation? {
        var last: DispenserObservation?
        for _ in 0..<Self.looks {
            do throws(CRT591LineFault) {
                switch try await unit.queries.look(profile) {
                case .success(let now):
                    if now == last { return now }
                    last = now
                // A unit that lost power forgot what it did.
                case .failure: return nil
                }
            } catch {
                if case .link = error { return nil }
                last = nil
            }
            // A cancelled wait only looks again sooner.
            try? await clock.sleep(for: Self.lookPause)
        }
        return nil
    }

    private func fault(
        of ending: Ending, card: CardKnowledge, _ doing: String
    ) async -> DispenserFault {
        switch ending {
        case .done(let status):
            return DispenserFault(
                .garbled, card: card,
                detail: "\(doing) reported as done with status \(status.raw)")
        case .refused(let refusal):
            return DispenserFault(
                CRT591Failure(refusal).kind, card: card, detail: "\(doing): refused with \(refusal)"
            )
        case .lost(let fault): return await self.fault(fault, card: card, doing)
        }
    }
}

extension DispenserFaultKind {
    /// The unit found a card where it should not be, or lost sight of it.
    fileprivate var leavesCardAnywhere: Bool {
        switch self {
        case .jam, .sensor, .motor, .movedByHand, .wrongStock: true
        case .disconnected, .timedOut, .garbled, .notCommissioned, .hopperEmpty, .binFull,
            .notReset, .refused:
            false
        }
    }
}
