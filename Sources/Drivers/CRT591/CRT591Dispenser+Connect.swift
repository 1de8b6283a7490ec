internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

extension CRT591Dispenser {
    /// Finds the unit's speed and who it is, and initialises it. Moves no card. EOT is sent only
    /// when no movement of before a crash can still be running.
    func find() async throws(DispenserFault) -> Unit {
        let link = try await opened()
        return try await search.unit(lastSpeed: lastSpeed) {
            (trial, mayDisturb) async throws(DispenserFault) in
            do throws(DispenserLineFault) {
                guard let unit = try await answer(trial, link, clearing: mayDisturb) else {
                    return nil
                }
                found(at: trial.speed)
                return unit
            } catch {
                throw await fault(error, card: .notMoved, "connecting at \(trial.speed) baud")
            }
        }
    }

    private var search: SpeedSearch<CRT591Profile> {
        SpeedSearch(
            profiles.map { ($0, $0.line.address, $0.line.speeds) },
            quiet: .milliseconds(profiles.map(\.timeouts.motion).max() ?? 0), clock: clock)
    }

    private func opened() async throws(DispenserFault) -> any ByteLink {
        do {
            let link = try await openLink()
            keep(link)
            return link
        } catch {
            // A unit that is still gone is no new trouble.
            if error != .gone { troubles.count(error) }
            throw DispenserFault(.disconnected, card: .notMoved, detail: "connecting: \(error)")
        }
    }

    /// The unit, if one answers at this speed. Only a whole valid answer counts: noise at a wrong
    /// speed fakes an ACK (devices.md §2.2).
    private func answer(
        _ trial: SpeedSearch<CRT591Profile>.Trial, _ link: any ByteLink, clearing: Bool
    ) async throws(DispenserLineFault) -> Unit? {
        do {
            try await link.setSpeed(trial.speed)
            try await link.discardInput()
        } catch {
            throw .link(error)
        }
        let line = CRT591Line(
            link: link, address: trial.profile.line.address, clock: clock, troubles: troubles)
        let queries = CRT591Queries(line: line, timeouts: trial.profile.timeouts)
        do throws(DispenserLineFault) {
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
    ) async throws(DispenserLineFault) -> Unit? {
        let wait = Duration.milliseconds(queries.timeouts.initialise)
        guard
            case .positive(_, let revision) = try await queries.ask(
                .initialiseLeaving, answer: wait)
        else { return nil }
        let serial = try await queries.serialNumber()
        let identity = CRT591Identity(
            revision: IdentityText.read(revision),
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
