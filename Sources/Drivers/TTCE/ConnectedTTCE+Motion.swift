internal import DeviceProtocols
internal import KioskCore
package import KioskPorts

extension ConnectedTTCE {
    package func run(
        _ movement: DispenserMovement, _ profile: TTCEProfile, after before: DispenserObservation
    ) async -> MotionEnding {
        let still: TTCEStatus
        do throws(DispenserLineFault) {
            switch try await self.still(profile, movement, before) {
            case .success(let status): still = status
            case .failure(let fault): return .refused(fault)
            }
            try await queries.line.discard()
            try await queries.announce(profile.command(for: movement))
        } catch {
            // Without ENQ nothing is done.
            return .unsent(error)
        }
        var watch = TTCEWatch(movement, profile, before: still)
        let status: TTCEStatus
        do throws(DispenserLineFault) {
            status = try await execute(&watch, profile)
        } catch {
            return .lost(error)
        }
        if let seen = await arrival(movement, status, watch, profile) { return .arrived(seen) }
        let kind = watch.kind(status)
        let state = String(decoding: status.raw, as: UTF8.self)
        return .ended(
            MotionReport(
                word: watch.word(status), saysDone: false, kind: kind,
                trouble: movement.trouble(kind, status.flags ?? []),
                detail: "ended with state \(state)"))
    }

    /// The state of a unit in which nothing moves, and the card is where it was seen: a second command must wait for the
    /// first, also for a staging of the unit's own.
    private func still(
        _ profile: TTCEProfile, _ movement: DispenserMovement, _ before: DispenserObservation
    ) async throws(DispenserLineFault) -> Result<TTCEStatus, DispenserFault> {
        let doing = movement.rawValue
        let deadline = clock.monotonic() + .milliseconds(profile.timeouts.motion)
        var status = try await queries.status()
        while let flags = status.flags, profile.isBusy(flags) {
            guard clock.monotonic() < deadline else {
                return .failure(
                    DispenserFault(
                        .refused, card: .notMoved,
                        detail: "\(doing): the unit does not stand still"))
            }
            await pause(profile)
            status = try await queries.status()
        }
        let path = profile.position(status)
        // What was unknown may have become clearer.
        let isAsSeen = before.path == .unknown ? movement.mayStart(from: path) : path == before.path
        guard isAsSeen else {
            queries.line.troubles.count(.cardElsewhere)
            return .failure(
                DispenserFault(
                    .refused, card: .unknown,
                    detail: "\(doing): the path was \(before.path.rawValue) and is \(path.rawValue)"
                ))
        }
        return .success(status)
    }

    /// ENQ goes out here, and nowhere else, and once; then the unit is looked at until nothing moves.
    /// - Returns: the last state.
    private func execute(
        _ watch: inout TTCEWatch, _ profile: TTCEProfile
    ) async throws(DispenserLineFault) -> TTCEStatus {
        try await queries.line.execute()
        let begun = clock.monotonic()
        let startsBy = begun + .milliseconds(profile.timeouts.start)
        var missed = DispenserLineFault.noAnswer
        while clock.monotonic() < begun + .milliseconds(profile.timeouts.motion) {
            await pause(profile)
            do throws(DispenserLineFault) {
                let status = try await queries.glance()
                let mayStillBegin = clock.monotonic() < startsBy
                if watch.hasEnded(status, mayStillBegin: mayStillBegin) { return status }
            } catch {
                if case .link = error { throw error }
                watch.missed()
                missed = error
            }
        }
        throw missed
    }

    /// What the last state says, if it says that the motion did what it should.
    ///
    /// Nothing but the unit's own sign tells a retained card from a taken one, so it must have been seen, without a gap. A
    /// presented card may be taken before the look that would find it at rest.
    private func arrival(
        _ movement: DispenserMovement, _ status: TTCEStatus, _ watch: TTCEWatch,
        _ profile: TTCEProfile
    ) async -> DispenserObservation? {
        guard let flags = status.flags, profile.errors(flags).isEmpty else { return nil }
        let seen = profile.observation(status)
        switch movement {
        case .feed:
            guard seen.path == .atReadPosition else { return nil }
            let after = await settled(profile)
            return after?.path == .atReadPosition ? after : nil
        case .retain:
            guard watch.sawMotion, watch.isUnbroken, seen.path == .clear else { return nil }
            let after = await settled(profile)
            return after?.path == .clear ? after : nil
        case .present:
            if seen.path == .atExit { return seen }
            guard watch.sawMotion, watch.isUnbroken, seen.path == .clear, let mouth = watch.atMouth
            else { return nil }
            return DispenserObservation(
                path: .atExit, hopper: seen.hopper, bin: seen.bin, binCount: nil, raw: mouth.raw)
        }
    }

    private func settled(_ profile: TTCEProfile) async -> DispenserObservation? {
        await Standstill(clock: clock, troubles: queries.line.troubles).settled(self, profile)
    }

    private var clock: any KioskClock { queries.line.clock }

    private func pause(_ profile: TTCEProfile) async {
        // A cancelled wait only looks again sooner.
        try? await clock.sleep(for: .milliseconds(profile.timeouts.poll))
    }
}
