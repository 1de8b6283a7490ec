import CampusCard
import KioskCore
import KioskPorts

/// Motions: an intent in the journal before the first byte, an outcome or an explicit unknown after it (K7). Nothing here
/// repeats a motion: a further one is the core's to order, and only after proven standstill (K9).
extension KioskController {
    func feedBlank() async {
        guard let before = await reachDispenser() else {
            deliver(.device(.feedFailed(.notMoved)))
            return
        }
        guard let movement = intend(.feed, card: nil, binCount: nil) else { return }
        let card = CardRef(fedBy: movement)
        switch await attempt({ dispenser async throws(DispenserFault) in
            try await dispenser.feed(after: before)
        }) {
        case .done(let seen):
            caseFile?.card = CardInMachine(ref: card)
            finish(
                movement, .done, seen,
                [.custodyChanged(card, .path), .fact(.stock(.fed(card: card)))], .fed)
        case .failed(let fault) where fault.card == .notMoved:
            let empty = fault.kind == .hopperEmpty
            finish(movement, .notMoved, nil, [], .feedFailed(empty ? .empty : .notMoved))
        case .failed:
            caseFile?.card = CardInMachine(ref: card)
            finish(
                movement, .unknown, nil, .unaccounted(card, uid: nil, possible: [.hopper, .path]),
                .feedFailed(.unknown))
        }
    }

    func presentCard() async {
        guard let card = caseFile?.card else { return }
        guard let before = await reachDispenser() else {
            deliver(.device(.presentFailed(.notMoved)))
            return
        }
        guard let movement = intend(.present, card: card.ref, binCount: before.binCount) else {
            return
        }
        caseFile?.card?.binCountAtPresentation = before.binCount
        switch await attempt({ dispenser async throws(DispenserFault) in
            try await dispenser.present(after: before)
        }) {
        case .done(let seen):
            finish(movement, .done, seen, [.custodyChanged(card.ref, .exit)], .presented)
        case .failed(let fault) where fault.card == .notMoved:
            finish(movement, .notMoved, nil, [], .presentFailed(.notMoved))
        case .failed:
            finish(movement, .unknown, nil, [], .presentFailed(.unknown))
        }
    }

    func retainCard() async {
        guard let card = caseFile?.card else { return }
        // The watch ends before the motion begins, so that two looks at the exit are never judged twice.
        await endExitWatch()
        guard let before = await reachDispenser() else {
            deliver(.device(.retainFailed(.notMoved)))
            return
        }
        if before.path == .clear {
            equipment.troubles.count(.cardGone)
            let removal = removalEvidence(sawTransition: false, now: before).removal
            let inBin = enter(removal, of: card) == .retracted
            deliver(.device(.nothingToRetain(inBin: inBin)))
            return
        }
        guard let movement = intend(.retain, card: card.ref, binCount: before.binCount) else {
            return
        }
        switch await attempt({ dispenser async throws(DispenserFault) in
            try await dispenser.retain(after: before)
        }) {
        case .done(let seen):
            finish(
                movement, .done, seen,
                retainedRows(card) + witnessRows(before: before.binCount, after: seen.binCount),
                .retained)
        case .failed(let fault) where fault.card == .notMoved:
            finish(movement, .notMoved, nil, [], .retainFailed(.notMoved))
        case .failed:
            finish(
                movement, .unknown, nil,
                .unaccounted(card.ref, uid: card.uid, possible: [.path, .exit, .bin]),
                .retainFailed(.unknown))
        }
    }

    /// What became of a motion.
    private enum Attempted {
        case done(DispenserObservation)
        case failed(DispenserFault)
    }

    private func attempt(
        _ motion: (any CardDispenser) async throws(DispenserFault) -> DispenserObservation
    ) async -> Attempted {
        do {
            let seen = try await motion(equipment.dispenser)
            standing.saw(seen)
            return .done(seen)
        } catch {
            equipment.log("\(error)")
            standing.failed(error)
            return error.card == .moved ? await confirmMoved(error) : .failed(error)
        }
    }

    /// A fault after which the card is proven to be where the motion was to bring it is a success with a scratch.
    private func confirmMoved(_ fault: DispenserFault) async -> Attempted {
        guard let seen = try? await equipment.dispenser.observe() else {
            return .failed(DispenserFault(fault.kind, card: .unknown, detail: fault.detail))
        }
        standing.saw(seen)
        return .done(seen)
    }

    /// The intent, durable; nil when the controller is ending.
    private func intend(_ kind: MovementKind, card: CardRef?, binCount: Int?) -> MovementID? {
        do {
            let movement = try equipment.journal.nextMovement()
            let intent = JournalEntry.movementIntended(
                movement, kind, card: card, caseID: caseFile?.caseID, binCount: binCount)
            return record([intent]) ? movement : nil
        } catch {
            fail(error)
            return nil
        }
    }

    /// The outcome, durable with what follows from it, then the event.
    private func finish(
        _ movement: MovementID, _ outcome: MovementOutcome, _ seen: DispenserObservation?,
        _ consequences: [JournalEntry], _ event: DeviceEvent
    ) {
        let ended = JournalEntry.movementEnded(
            movement, outcome, path: seen?.path ?? .unknown, binCount: seen?.binCount)
        guard record([ended] + consequences) else { return }
        deliver(.device(event))
    }
}
