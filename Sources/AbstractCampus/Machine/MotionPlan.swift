import CampusFaults
import KioskCore
import KioskPorts

/// What will become of one motion, and what its driver will say.
struct MotionPlan {
    var milliseconds: Int64
    var effect = MotionEffect.completes
    var says = Report.done
    var faults: [FaultKind] = []

    /// The driver's word.
    enum Report {
        case done
        case failed(DispenserFaultKind, CardKnowledge)
    }

    private init(_ kind: MovementKind) {
        milliseconds =
            switch kind {
            case .feed: 2_500
            case .present: 1_500
            case .retain: 2_000
            }
    }

    private mutating func fail(
        _ fault: FaultKind, _ effect: MotionEffect, _ kind: DispenserFaultKind,
        _ card: CardKnowledge, after extra: Int64 = 0
    ) {
        faults.append(fault)
        self.effect = effect
        says = .failed(kind, card)
        milliseconds += extra
    }
}

extension MotionPlan {
    /// Draws what happens to this motion: one fault of the line or of the mechanics at most.
    static func draw(
        _ kind: MovementKind, _ machine: inout AbstractMachine, _ world: AbstractWorld
    ) -> MotionPlan {
        var plan = MotionPlan(kind)
        guard world.now >= machine.doorOpenUntil else {
            plan.fail(.doorOpened, .nothing, .refused, .notMoved)
            if !machine.isDoorNews { plan.faults = [] }
            machine.isDoorNews = false
            return plan
        }
        if plan.drawMechanics(kind, machine, world) || plan.drawBlindness(kind, &machine, world)
            || plan.drawLine(&machine, world)
        {
            return plan
        }
        if world.strikes(.usbBusyLong) {
            plan.faults.append(.usbBusyLong)
            plan.milliseconds += 15_000
        }
        return plan
    }

    private mutating func drawMechanics(
        _ kind: MovementKind, _ machine: AbstractMachine, _ world: AbstractWorld
    ) -> Bool {
        switch kind {
        case .feed:
            if machine.hopper.isEmpty {
                effect = .nothing
                says = .failed(.hopperEmpty, .notMoved)
                return true
            }
            if world.strikes(.jamFeeding) {
                fail(.jamFeeding, .jams, .jam, .unknown)
            } else if world.strikes(.emptyFeed) {
                fail(.emptyFeed, .nothing, .refused, .notMoved)
            } else if world.strikes(.doubleFeed) {
                faults.append(.doubleFeed)
                effect = .feedsTwo
            }
        case .present:
            if world.strikes(.jamPresenting) { fail(.jamPresenting, .jams, .jam, .unknown) }
        case .retain: drawRetention(machine, world)
        }
        return !faults.isEmpty
    }

    private mutating func drawRetention(_ machine: AbstractMachine, _ world: AbstractWorld) {
        if world.strikes(.jamRetaining) {
            fail(.jamRetaining, .jams, .jam, .unknown)
        } else if machine.bin.count >= AbstractMachine.binCapacity
            || world.strikes(.binFullAtCapture)
        {
            fail(.binFullAtCapture, .nothing, .binFull, .notMoved)
        } else if !machine.atExit.isEmpty, world.strikes(.cardTakenAtCapture) {
            fail(.cardTakenAtCapture, .handTakes, .movedByHand, .unknown)
        } else if world.strikes(.binCounterStuck) {
            faults.append(.binCounterStuck)
            effect = .completesUncounted
        }
    }

    /// The card comes to a place whose sensor sees nothing: nobody can say where it is.
    private mutating func drawBlindness(
        _ kind: MovementKind, _ machine: inout AbstractMachine, _ world: AbstractWorld
    ) -> Bool {
        let goal: AbstractMachine.SensorPlace
        switch kind {
        case .feed: goal = .readPosition
        case .present: goal = .exit
        case .retain: return false
        }
        if world.strikes(.sensorStuckOff) {
            machine.blind(goal, until: world.now + AbstractKiosk.blindMilliseconds)
            fail(.sensorStuckOff, .completes, .sensor, .unknown)
        } else if machine.isBlind(goal, at: world.now) {
            effect = .completes
            says = .failed(.sensor, .unknown)
        } else {
            return false
        }
        return true
    }

    private mutating func drawLine(
        _ machine: inout AbstractMachine, _ world: AbstractWorld
    ) -> Bool {
        if world.strikes(.usbTimeoutBeforeAct) {
            fail(.usbTimeoutBeforeAct, .nothing, .timedOut, .notMoved, after: 5_000)
        } else if world.strikes(.usbTimeoutAfterAct) {
            fail(.usbTimeoutAfterAct, .completes, .timedOut, .moved, after: 5_000)
        } else if world.strikes(.usbLostAcknowledgement) {
            fail(.usbLostAcknowledgement, .completes, .timedOut, .moved, after: 1_000)
        } else if world.strikes(.usbGarbage) {
            fail(.usbGarbage, .completes, .garbled, .unknown, after: 1_000)
        } else if world.strikes(.usbDisconnect) {
            let completes = world.dice.once(in: 2)
            fail(.usbDisconnect, completes ? .completes : .nothing, .disconnected, .unknown)
            machine.goneUntil =
                world.now + milliseconds + world.dice.milliseconds(2_000...40_000)
        } else {
            return false
        }
        return true
    }
}
