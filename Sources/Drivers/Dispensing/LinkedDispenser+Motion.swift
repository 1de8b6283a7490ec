internal import KioskCore
internal import KioskPorts

extension LinkedDispenser {
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
        switch await unit.run(movement, profile, after: before) {
        case .unsent(let fault): throw await self.fault(fault, card: .notMoved, doing)
        case .refused(let fault): throw fault
        case .arrived(let seen): return seen
        case .ended(let report):
            let after = await settled(unit, profile)
            if report.saysDone, let after, after.path == movement.goal { return after }
            let card = verdict(movement, before, after, report.word, profile)
            if let met = report.trouble { troubles.count(met) }
            throw DispenserFault(report.kind, card: card, detail: "\(doing) \(report.detail)")
        case .lost(let fault):
            let after = await settled(unit, profile)
            let card = verdict(movement, before, after, .nothing, profile)
            throw await self.fault(fault, card: card, doing)
        }
    }

    /// What two observations prove about the card; without the second one, nothing.
    private func verdict(
        _ movement: DispenserMovement, _ before: DispenserObservation,
        _ after: DispenserObservation?, _ word: MotionWitnesses.Word, _ profile: Unit.Profile
    ) -> CardKnowledge {
        let witnesses = MotionWitnesses(
            seesWholePath: profile.seesWholePath, counterProven: profile.binCounterProven,
            word: word)
        let seen = after.map { movement.verdict(before: before, after: $0, witnesses) }
        let card = seen ?? .unknown
        if card == .unknown { troubles.count(.motionUnknown) }
        return card
    }

    private func settled(_ unit: Unit, _ profile: Unit.Profile) async -> DispenserObservation? {
        await Standstill(clock: clock, troubles: troubles).settled(unit, profile)
    }
}
