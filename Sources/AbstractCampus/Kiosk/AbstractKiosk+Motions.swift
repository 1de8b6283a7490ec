import CampusCard
import CampusFaults
import KioskCore
import KioskPorts

/// Motions: an intent before, an outcome or an explicit unknown after (K7), and each goes out once (K9).
extension AbstractKiosk {
    private static let reachMilliseconds: Int64 = 20_000
    /// A sensor that goes blind stays so for as long.
    static let blindMilliseconds: Int64 = 60_000

    /// Waits for a dispenser that was pulled, at most so long.
    func reachDispenser(_ then: @escaping (AbstractKiosk, _ isReached: Bool) -> Void) {
        let wait = machine.goneUntil - world.now
        if wait <= 0 { return then(self, true) }
        let isReached = wait <= Self.reachMilliseconds
        later(isReached ? (wait + 999) / 1_000 * 1_000 : Self.reachMilliseconds) { kiosk in
            then(kiosk, isReached)
        }
    }

    func feedBlank(isReached: Bool) {
        guard isReached else {
            deliver(.device(.feedFailed(.notMoved)), after: [.usbDisconnect])
            return
        }
        guard let movement = intend(.feed, card: nil) else { return }
        move(.feed, movement) { kiosk, plan in
            let card = CardRef(fedBy: movement)
            switch plan.says {
            case .done, .failed(_, .moved):
                let serial = kiosk.machine.atRead.first?.serial
                kiosk.file?.card = CaseNotes.Card(ref: card, serial: serial)
                kiosk.finish(
                    movement, .done,
                    [.custodyChanged(card, .path), .fact(.stock(.fed(card: card)))], .fed, plan)
            case .failed(let kind, .notMoved):
                kiosk.finish(
                    movement, .notMoved, [],
                    .feedFailed(kind == .hopperEmpty ? .empty : .notMoved), plan)
            case .failed(_, .unknown):
                kiosk.file?.card = CaseNotes.Card(
                    ref: card,
                    serial: (kiosk.machine.jammed.first ?? kiosk.machine.atRead.first)?.serial)
                kiosk.finish(
                    movement, .unknown,
                    .unaccounted(card, uid: nil, possible: [.hopper, .path]),
                    .feedFailed(.unknown), plan)
            }
        }
    }

    func presentCard(isReached: Bool) {
        guard let card = file?.card else { return }
        if world.strikes(.binCounterWraps) {
            // The next card in the bin makes it begin again.
            machine.binCounter = 999
            pendingSensorFault = .binCounterWraps
        }
        guard isReached, let before = machine.observation(at: world.now) else {
            deliver(.device(.presentFailed(.notMoved)), after: [.usbDisconnect])
            return
        }
        guard let movement = intend(.present, card: card.ref) else { return }
        file?.card?.binCountAtPresentation = before.binCount
        move(.present, movement) { kiosk, plan in
            switch plan.says {
            case .done, .failed(_, .moved):
                kiosk.finish(
                    movement, .done, [.custodyChanged(card.ref, .exit)], .presented, plan)
            case .failed(_, .notMoved):
                kiosk.finish(movement, .notMoved, [], .presentFailed(.notMoved), plan)
            case .failed(_, .unknown):
                kiosk.finish(movement, .unknown, [], .presentFailed(.unknown), plan)
            }
        }
    }

    func retainCard(isReached: Bool) {
        guard let card = file?.card else { return }
        watch = nil
        if world.strikes(.sensorStuckOff) {
            machine.blind(
                machine.atExit.isEmpty ? .readPosition : .exit,
                until: world.now + Self.blindMilliseconds)
            pendingSensorFault = .sensorStuckOff
        }
        guard isReached, let before = machine.observation(at: world.now) else {
            deliver(.device(.retainFailed(.notMoved)), after: [.usbDisconnect])
            return
        }
        if before.path == .clear {
            let inBin =
                evidence(sawTransition: false, now: before.binCount).removal == .retracted
            if inBin { record(retainedRows(card)) }
            deliver(.device(.nothingToRetain(inBin: inBin)), after: takeSensorFault())
            return
        }
        guard let movement = intend(.retain, card: card.ref) else { return }
        move(.retain, movement) { kiosk, plan in
            kiosk.retained(card, movement, before.binCount, plan)
        }
    }

    private func retained(
        _ card: CaseNotes.Card, _ movement: MovementID, _ before: Int?, _ plan: MotionPlan
    ) {
        switch plan.says {
        case .done, .failed(_, .moved):
            finish(
                movement, .done,
                retainedRows(card) + .binDifference(before: before, after: machine.binCounter),
                .retained, plan)
        case .failed(_, .notMoved):
            finish(movement, .notMoved, [], .retainFailed(.notMoved), plan)
        case .failed(_, .unknown):
            finish(
                movement, .unknown,
                .unaccounted(card.ref, uid: card.uid, possible: [.path, .exit, .bin]),
                .retainFailed(.unknown), plan)
        }
    }

    private func intend(_ kind: MovementKind, card: CardRef?) -> MovementID? {
        let movement = journal.nextMovement
        let intent = JournalEntry.movementIntended(
            movement, kind, card: card, caseID: file?.caseID, binCount: machine.binCounter)
        return record([intent]) ? movement : nil
    }

    /// The motors run, and stop in whatever state the plan has drawn.
    func move(
        _ kind: MovementKind, _ movement: MovementID,
        _ ended: @escaping (AbstractKiosk, MotionPlan) -> Void
    ) {
        world.check(
            .k7, journal.openMovement?.id == movement, "\(id) moves without a durable intent")
        let plan = MotionPlan.draw(kind, &machine, world)
        world.check(.k9, machine.begin(movement), "\(id) sent the motion \(movement) twice")
        motion = (kind, plan.effect)
        later(plan.milliseconds) { kiosk in
            kiosk.endMotion(plan.effect)
            ended(kiosk, plan)
        }
    }

    /// What the motors really did. A power cut calls it with whatever it left.
    func endMotion(_ effect: MotionEffect) {
        guard let motion else { return }
        self.motion = nil
        if effect == .handTakes { takeFromExit() }
        machine.end(motion.kind, effect)
    }

    func takeFromExit() {
        for card in machine.atExit { world.inHands.insert(card.serial) }
        machine.atExit = []
    }

    private func finish(
        _ movement: MovementID, _ outcome: MovementOutcome, _ consequences: [JournalEntry],
        _ event: DeviceEvent, _ plan: MotionPlan
    ) {
        let seen = machine.observation(at: world.now)
        let ended = JournalEntry.movementEnded(
            movement, outcome, path: seen?.path ?? .unknown, binCount: seen?.binCount)
        guard record([ended] + consequences) else { return }
        deliver(.device(event), after: plan.faults + (event == .retained ? takeSensorFault() : []))
    }
}

/// What is known of where a card is.
extension AbstractKiosk {
    func retainedRows(_ card: CaseNotes.Card) -> [JournalEntry] {
        .retained(card.ref, uid: card.uid)
    }

    func evidence(sawTransition: Bool, now: Int?) -> ExitEvidence {
        ExitEvidence(
            sawTransition: sawTransition, binCountBefore: file?.card?.binCountAtPresentation,
            binCountAfter: now, counterProven: true, unitRetracts: true)
    }

    /// The faults of the sensors that led to what is now told.
    func takeSensorFault() -> [FaultKind] {
        defer { pendingSensorFault = nil }
        return pendingSensorFault.map { [$0] } ?? []
    }
}
