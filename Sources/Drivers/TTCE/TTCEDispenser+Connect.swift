internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

extension TTCEDispenser {
    /// Finds the unit's speed and who it is. Moves no card: a reset (RS) may, and is never sent.
    func find() async throws(DispenserFault) -> Unit {
        let link = try await opened()
        let search = SpeedSearch(
            profiles.map { ($0, $0.line.address, $0.line.speeds) },
            quiet: .milliseconds(profiles.map(\.timeouts.motion).max() ?? 0), clock: clock)
        return try await search.unit(lastSpeed: lastSpeed) {
            (trial, mayDisturb) async throws(DispenserFault) in
            do throws(DispenserLineFault) {
                guard let unit = try await answer(trial, link, cancelling: mayDisturb) else {
                    return nil
                }
                found(at: trial.speed)
                return unit
            } catch {
                throw await fault(error, card: .notMoved, "connecting at \(trial.speed) baud")
            }
        }
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

    /// The unit, if one answers at this speed.
    ///
    /// A command of before a crash that still waits for its ENQ is replaced by the query: only its own ACK lets ENQ follow.
    private func answer(
        _ trial: SpeedSearch<TTCEProfile>.Trial, _ link: any ByteLink, cancelling: Bool
    ) async throws(DispenserLineFault) -> Unit? {
        do {
            try await link.setSpeed(trial.speed)
            try await link.discardInput()
        } catch {
            throw .link(error)
        }
        let line = TTCELine(
            link: link, address: trial.profile.address, clock: clock, troubles: troubles)
        let queries = TTCEQueries(line: line, timeouts: trial.profile.timeouts)
        do throws(DispenserLineFault) {
            if cancelling { try await line.cancel() }
            _ = try await queries.status()
            return identified(line, try await queries.version(), trial.profile)
        } catch {
            if case .link = error { throw error }
            return nil
        }
    }

    private func identified(_ line: TTCELine, _ version: String, _ tried: TTCEProfile) -> Unit {
        // Two profiles that claim the same unit contradict each other: neither decides.
        let fitting = profiles.filter { $0.version == version && $0.address == line.address }
        let profile = fitting.count == 1 ? fitting.first : nil
        return Unit(
            queries: TTCEQueries(line: line, timeouts: (profile ?? tried).timeouts),
            version: version, profile: profile)
    }
}
