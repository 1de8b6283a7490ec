internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

extension CRT591Dispenser {
    /// How a motion's one packet ended.
    private enum Ending {
        case done(CRT591Status)
        case refused(CRT591Refusal)
        case lost(DispenserLineFault)
    }

    func move(
        _ movement: CRT591Movement, after before: DispenserObservation
    ) async throws(DispenserFault) -> DispenserObservation {
        let doing = movement.rawValue
        let (unit, profile) = try connected(doing)
        guard movement.mayStart(from: before.path) else {
            troubles.count(.cardElsewhere)
            throw DispenserFault(
                .refused, card: .notMoved, detail: "\(doing) with the path \(before.path.rawValue)")
        }
        do throws(DispenserLineFault) {
            // A late answer to an earlier motion of the same kind would be taken for this one's.
            try await unit.queries.line.discard()
        } catch {
            throw await fault(error, card: .notMoved, doing)
        }
        let ending = await send(profile.command(for: movement), unit, profile)
        if case .done(let status) = ending,
            let arrived = await arrival(movement, status, before, unit, profile)
        {
            return arrived
        }
        let after = await settled(unit, profile)
        if case .done = ending, let after, after.path == movement.goal { return after }
        let witnesses = CRT591Witnesses(
            seesWholePath: !profile.pathSensors.isEmpty, counterProven: profile.binCounterProven,
            word: word(of: ending))
        let seen = after.map { movement.verdict(before: before, after: $0, witnesses) }
        let card = seen ?? .unknown
        count(movement, ending, card)
        throw await fault(of: ending, card: card, doing)
    }

    /// What the unit itself says about a motion that did not end as it should.
    private func word(of ending: Ending) -> CRT591Witnesses.Word {
        // A NAK says that nothing was understood; noise can fake it.
        guard case .refused(let refusal) = ending else { return .nothing }
        if CRT591Failure(refusal).kind == .sensor { return .sensorsLie }
        // Not so the other codes of this kind: a card that did not arrive may never have left.
        if refusal.code == .jam { return .cardStuck }
        return refusal.code?.saysNothingMoved == true ? .nothingMoved : .nothing
    }

    /// What the unit's own answer says, if it says that the card is where it was to go.
    ///
    /// For a presented card a second look would be worse evidence: a hand may take it before. For a
    /// fed one it is needed: only the sensors along the path show a second card that came with it.
    private func arrival(
        _ movement: CRT591Movement, _ status: CRT591Status, _ before: DispenserObservation,
        _ unit: Unit, _ profile: CRT591Profile
    ) async -> DispenserObservation? {
        guard profile.position(status, nil) == movement.goal else { return nil }
        switch movement {
        case .retain: return nil
        case .feed:
            if case .success(let seen)? = try? await unit.queries.look(profile) {
                if seen.path == movement.goal { return seen }
                troubles.count(.sensorsDisagree)
                return nil
            }
        // A look that fails takes nothing from the unit's word.
        case .present: break
        }
        // Neither feeding nor presenting drops a card into the bin.
        return DispenserObservation(
            path: movement.goal, hopper: profile.hopper(status), bin: profile.bin(status),
            binCount: before.binCount, raw: status.raw)
    }

    /// The packet goes out here, and nowhere else, and once.
    private func send(
        _ command: CRT591Command, _ unit: Unit, _ profile: CRT591Profile
    ) async -> Ending {
        do throws(DispenserLineFault) {
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
        await Standstill(clock: clock, troubles: troubles).settled {
            do throws(DispenserLineFault) {
                switch try await unit.queries.look(profile) {
                case .success(let now): return .seen(now)
                // A unit that lost power forgot what it did.
                case .failure: return .over
                }
            } catch {
                if case .link = error { return .over }
                return .silent
            }
        }
    }

    /// What a motion that did not end as it should has met. What went wrong on the line was counted there.
    private func count(_ movement: CRT591Movement, _ ending: Ending, _ card: CardKnowledge) {
        if card == .unknown { troubles.count(.motionUnknown) }
        switch ending {
        case .done: troubles.count(.sensorsDisagree)
        case .refused(let refusal):
            if let met = movement.trouble(of: refusal) { troubles.count(met) }
        case .lost: break
        }
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
