internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

extension CRT591Dispenser {
    /// One way to try a unit.
    private struct Trial {
        let profile: CRT591Profile
        let speed: Int
    }

    /// Finds the unit's speed and who it is, and initialises it. Moves no card.
    ///
    /// Until a silence longer than any motion lasts, a movement of before a crash may still be
    /// running, and nothing may clear the line (design K9). So neither is EOT sent, nor any packet
    /// at a speed that is only possible: at 57600 baud a STATUS of 38400 baud sounds like an EOT.
    func find() async throws(DispenserFault) -> Unit {
        let link = try await opened()
        let quiet = profiles.map(\.timeouts.motion).max() ?? 0
        let quietAt = clock.monotonic() + .milliseconds(quiet)
        let likeliest = trials.filter { $0.speed == lastSpeed ?? trials.first?.speed }
        if let found = try await firstAnswer(link, likeliest, clearing: false) { return found }
        let left = quietAt - clock.monotonic()
        if left > .zero {
            // A cancelled wait ends the search instead of clearing too early.
            do {
                try await clock.sleep(for: left)
            } catch {
                throw DispenserFault(.timedOut, card: .notMoved, detail: "connecting: cancelled")
            }
        }
        if let found = try await firstAnswer(link, trials, clearing: true) { return found }
        let speeds = trials.map { String($0.speed) }.joined(separator: ", ")
        throw DispenserFault(
            .timedOut, card: .notMoved, detail: "connecting: no answer at \(speeds) baud")
    }

    private func opened() async throws(DispenserFault) -> any ByteLink {
        do {
            let link = try await openLink()
            keep(link)
            return link
        } catch {
            // A unit that is still gone is no new trouble.
            if error != .gone { count(error) }
            throw DispenserFault(.disconnected, card: .notMoved, detail: "connecting: \(error)")
        }
    }

    /// Each speed of each profile once, in the profiles' order.
    private var trials: [Trial] {
        var seen: Set<Int> = []
        return profiles.flatMap { profile in
            profile.line.speeds.filter { seen.insert($0).inserted }
                .map { Trial(profile: profile, speed: $0) }
        }
    }

    private func firstAnswer(
        _ link: any ByteLink, _ trials: [Trial], clearing: Bool
    ) async throws(DispenserFault) -> Unit? {
        for trial in trials {
            do throws(CRT591LineFault) {
                guard let unit = try await answer(trial, link, clearing: clearing) else { continue }
                found(at: trial.speed)
                return unit
            } catch {
                throw await fault(error, card: .notMoved, "connecting at \(trial.speed) baud")
            }
        }
        return nil
    }

    /// The unit, if one answers at this speed. Only a whole valid answer counts: noise at a wrong
    /// speed fakes an ACK (devices.md §2.2).
    private func answer(
        _ trial: Trial, _ link: any ByteLink, clearing: Bool
    ) async throws(CRT591LineFault) -> Unit? {
        do {
            try await link.setSpeed(trial.speed)
            try await link.discardInput()
        } catch {
            throw .link(error)
        }
        let line = CRT591Line(
            link: link, address: trial.profile.line.address, clock: clock, troubles: troubles)
        let queries = CRT591Queries(line: line, timeouts: trial.profile.timeouts)
        do throws(CRT591LineFault) {
            if clearing {
                try await line.clear(within: .milliseconds(trial.profile.timeouts.acknowledge))
            } else {
                _ = try await queries.ask(.status)
            }
            return try await identified(queries)
        } catch {
            if case .link = error { throw error }
            return nil
        }
    }

    /// Initialises the unit so that a card stays where it is, asks who it is, and sets it up as
    /// its profile says.
    private func identified(
        _ queries: CRT591Queries
    ) async throws(CRT591LineFault) -> Unit? {
        let wait = Duration.milliseconds(queries.timeouts.initialise)
        guard
            case .positive(_, let revision) = try await queries.ask(
                .initialiseLeaving, answer: wait)
        else { return nil }
        let serial = try await queries.serialNumber()
        let identity = CRT591Identity(
            revision: CRT591Queries.text(revision),
            firmware: try await queries.text(.firmwareVersion),
            configuration: try await queries.text(.configuration),
            serialNumber: serial)
        // Two profiles that claim the same unit contradict each other: neither decides.
        let fitting = profiles.filter { $0.matches(identity) }
        guard let profile = fitting.first, fitting.count == 1 else {
            return Unit(queries: queries, identity: identity, profile: nil)
        }
        let own = CRT591Queries(line: queries.line, timeouts: profile.timeouts)
        if profile.initialise != .initialiseLeaving {
            _ = try await own.ask(profile.initialise, answer: wait)
        }
        _ = try await own.ask(profile.disableEntry)
        return Unit(queries: own, identity: identity, profile: profile)
    }
}
