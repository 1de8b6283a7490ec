internal import KioskCore
internal import KioskPorts

extension LinkedDispenser {
    /// Opens the link, and finds the unit's speed and who it is. Moves no card.
    func find() async throws(DispenserFault) -> Unit {
        let link = try await opened()
        let quiet = profiles.map(\.reach.longestMotion).max() ?? .zero
        let search = SpeedSearch(
            profiles.map { ($0, $0.reach.address, $0.reach.speeds) }, quiet: quiet, clock: clock)
        return try await search.unit(lastSpeed: lastSpeed) {
            (trial, mayDisturb) async throws(DispenserFault) in
            do throws(DispenserLineFault) {
                guard let unit = try await answer(trial, link, mayDisturb: mayDisturb) else {
                    return nil
                }
                found(at: trial.speed)
                return unit
            } catch {
                let speed = trial.speed.map { " at \($0) baud" } ?? ""
                throw await fault(error, card: .notMoved, "connecting" + speed)
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
    private func answer(
        _ trial: SpeedSearch<Unit.Profile>.Trial, _ link: any ByteLink, mayDisturb: Bool
    ) async throws(DispenserLineFault) -> Unit? {
        do {
            if let speed = trial.speed { try await link.setSpeed(speed) }
            try await link.discardInput()
        } catch {
            throw .link(error)
        }
        do throws(DispenserLineFault) {
            return try await Unit.answering(
                UnitCall(
                    tried: trial.profile, profiles: profiles, link: link, clock: clock,
                    troubles: troubles, mayDisturb: mayDisturb))
        } catch {
            if case .link = error { throw error }
            return nil
        }
    }
}
