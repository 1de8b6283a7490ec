internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

extension TTCEDispenser {
    /// How a motion ended, as far as the unit's states tell.
    private enum Ending {
        /// The last state, in which nothing moves.
        case ended(TTCEStatus)
        case lost(DispenserLineFault)
    }

    func move(
        _ movement: DispenserMovement, after before: DispenserObservation
    ) async throws(DispenserFault) -> DispenserObservation {
        let doing = movement.rawValue
        let (unit, profile) = try connected(doing)
        guard movement.mayStart(from: before.path) else {
            troubles.count(.cardElsewhere)
            throw DispenserFault(
                .refused, card: .notMoved, detail: "\(doing) with the path \(before.path.rawValue)")
        }
        let still = try await still(unit, profile, movement, before)
        do throws(DispenserLineFault) {
            try await unit.queries.line.discard()
            try await unit.queries.announce(profile.command(for: movement))
        } catch {
            // Without ENQ nothing is done.
            throw await fault(error, card: .notMoved, doing)
        }
        var watch = TTCEWatch(movement, profile, before: still)
        let ending = await execute(&watch, unit, profile)
        if case .ended(let status) = ending,
            let arrived = await arrival(movement, status, watch, unit, profile)
        {
            return arrived
        }
        let after = await settled(unit, profile)
        let card = after.map {
            movement.verdict(before: before, after: $0, witnesses(ending, watch))
        }
        throw await fault(of: ending, watch, movement, card: card ?? .unknown)
    }

    /// The state of a unit in which nothing moves, and the card is where it was seen: a second command must wait for the
    /// first, also for a staging of the unit's own.
    private func still(
        _ unit: Unit, _ profile: TTCEProfile, _ movement: DispenserMovement,
        _ before: DispenserObservation
    ) async throws(DispenserFault) -> TTCEStatus {
        let doing = movement.rawValue
        let deadline = clock.monotonic() + .milliseconds(profile.timeouts.motion)
        var status = try await status(unit, doing)
        while let flags = status.flags, profile.isBusy(flags) {
            guard clock.monotonic() < deadline else {
                throw DispenserFault(
                    .refused, card: .notMoved, detail: "\(doing): the unit does not stand still")
            }
            await pause(profile)
            status = try await self.status(unit, doing)
        }
        let path = profile.position(status)
        // What was unknown may have become clearer.
        let isAsSeen = before.path == .unknown ? movement.mayStart(from: path) : path == before.path
        guard isAsSeen else {
            troubles.count(.cardElsewhere)
            throw DispenserFault(
                .refused, card: .unknown,
                detail: "\(doing): the path was \(before.path.rawValue) and is \(path.rawValue)")
        }
        return status
    }

    /// ENQ goes out here, and nowhere else, and once; then the unit is looked at until nothing moves.
    private func execute(
        _ watch: inout TTCEWatch, _ unit: Unit, _ profile: TTCEProfile
    ) async -> Ending {
        do throws(DispenserLineFault) {
            try await unit.queries.line.execute()
        } catch {
            return .lost(error)
        }
        let begun = clock.monotonic()
        let startsBy = begun + .milliseconds(profile.timeouts.start)
        var missed = DispenserLineFault.noAnswer
        while clock.monotonic() < begun + .milliseconds(profile.timeouts.motion) {
            await pause(profile)
            do throws(DispenserLineFault) {
                let status = try await unit.queries.glance()
                let mayStillBegin = clock.monotonic() < startsBy
                if watch.hasEnded(status, mayStillBegin: mayStillBegin) { return .ended(status) }
            } catch {
                if case .link = error { return .lost(error) }
                watch.missed()
                missed = error
            }
        }
        return .lost(missed)
    }

    /// What the last state says, if it says that the motion did what it should.
    ///
    /// Nothing but the unit's own sign tells a retained card from a taken one, so it must have been seen, without a gap. A
    /// presented card may be taken before the look that would find it at rest.
    private func arrival(
        _ movement: DispenserMovement, _ status: TTCEStatus, _ watch: TTCEWatch, _ unit: Unit,
        _ profile: TTCEProfile
    ) async -> DispenserObservation? {
        guard let flags = status.flags, profile.errors(flags).isEmpty else { return nil }
        let seen = profile.observation(status)
        switch movement {
        case .feed:
            guard seen.path == .atReadPosition else { return nil }
            let after = await settled(unit, profile)
            return after?.path == .atReadPosition ? after : nil
        case .retain:
            guard watch.sawMotion, watch.isUnbroken, seen.path == .clear else { return nil }
            let after = await settled(unit, profile)
            return after?.path == .clear ? after : nil
        case .present:
            if seen.path == .atExit { return seen }
            guard watch.sawMotion, watch.isUnbroken, seen.path == .clear, let mouth = watch.atMouth
            else { return nil }
            return DispenserObservation(
                path: .atExit, hopper: seen.hopper, bin: seen.bin, binCount: nil, raw: mouth.raw)
        }
    }

    /// Three sensors do not see the whole path, and there is no counter.
    private func witnesses(_ ending: Ending, _ watch: TTCEWatch) -> MotionWitnesses {
        let word: MotionWitnesses.Word =
            if case .ended(let status) = ending { watch.word(status) } else { .nothing }
        return MotionWitnesses(seesWholePath: false, counterProven: false, word: word)
    }

    /// Two equal looks in a row at a unit that answers, or nil if there were none in time.
    private func settled(_ unit: Unit, _ profile: TTCEProfile) async -> DispenserObservation? {
        await Standstill(clock: clock, troubles: troubles).settled {
            do throws(DispenserLineFault) {
                let status = try await unit.queries.status()
                if let flags = status.flags, profile.isMoving(flags) { return .silent }
                return .seen(profile.observation(status))
            } catch {
                if case .link = error { return .over }
                return .silent
            }
        }
    }

    private func fault(
        of ending: Ending, _ watch: TTCEWatch, _ movement: DispenserMovement, card: CardKnowledge
    ) async -> DispenserFault {
        if card == .unknown { troubles.count(.motionUnknown) }
        switch ending {
        case .ended(let status):
            let kind = watch.kind(status)
            if let met = movement.trouble(kind, status.flags ?? []) { troubles.count(met) }
            let state = String(decoding: status.raw, as: UTF8.self)
            return DispenserFault(
                kind, card: card, detail: "\(movement.rawValue) ended with state \(state)")
        case .lost(let fault): return await self.fault(fault, card: card, movement.rawValue)
        }
    }

    private func pause(_ profile: TTCEProfile) async {
        // A cancelled wait only looks again sooner.
        try? await clock.sleep(for: .milliseconds(profile.timeouts.poll))
    }
}
