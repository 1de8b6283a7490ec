import CampusCard
import CampusFaults
import KioskCore
import KioskPorts

/// The watch over a card at the exit.
struct ExitWatch {
    /// The last looks saw the card, with no gap between them.
    var seesLive = true
    /// The card is no longer awaited: only what was seen last counts.
    var isOver = false
    let number: Int
}

/// Watching, and what may happen to a card that waits there. Only changes are simulated: a look every half second
/// that sees the same decides nothing.
extension AbstractKiosk {
    private static let lookMilliseconds: Int64 = 500

    func watchExit() {
        watches += 1
        watch = ExitWatch(number: watches)
        drawMishapsAtExit()
        studentTakes()
    }

    /// The student's hand, if the visit has one.
    private func studentTakes() {
        guard let visit, !visit.isGone, let takes = visit.takesAfter else { return }
        let card = file?.card?.serial
        later(takes) { kiosk in
            guard kiosk.machine.running == nil, let card,
                let index = kiosk.machine.atExit.firstIndex(where: { $0.serial == card })
            else { return }
            kiosk.machine.atExit.remove(at: index)
            kiosk.world.inHands.insert(card)
            kiosk.world.tell(kiosk, "the student takes the card")
            kiosk.exitChanged([])
        }
    }

    private func drawMishapsAtExit() {
        let delay = world.dice.milliseconds(500...25_000)
        if world.strikes(.twoCardsAtExit) {
            // Somebody else's card is put into the slot.
            machine.atExit.append(world.newCard(.foreign))
            twoAtExit = true
        }
        if world.strikes(.unitRetraction) {
            later(delay) { kiosk in
                guard kiosk.machine.running == nil, !kiosk.machine.atExit.isEmpty else { return }
                kiosk.machine.retractByItself()
                kiosk.exitChanged([.unitRetraction])
            }
        } else if world.strikes(.cardPushedBackIn) {
            later(delay) { kiosk in
                guard kiosk.machine.running == nil, !kiosk.machine.atExit.isEmpty else { return }
                kiosk.machine.atRead += kiosk.machine.atExit
                kiosk.machine.atExit = []
                kiosk.watch?.seesLive = false
                kiosk.pendingSensorFault = .cardPushedBackIn
            }
        }
        if world.strikes(.sensorBounce) { bounce(after: delay) }
        if world.strikes(.sensorStuckOff) { goBlind(after: delay) }
    }

    /// The exit's sensor sees nothing from now on.
    private func goBlind(after delay: Int64) {
        later(delay) { kiosk in
            guard kiosk.watch?.isOver == false, kiosk.machine.running == nil,
                !kiosk.machine.atExit.isEmpty
            else { return }
            kiosk.machine.blind(.exit, until: kiosk.world.now + Self.blindMilliseconds)
            kiosk.exitChanged([.sensorStuckOff])
        }
    }

    /// One look finds the exit clear though the card is there: the next one, before anything is concluded, sees it.
    private func bounce(after delay: Int64) {
        later(delay) { kiosk in
            guard kiosk.watch?.isOver == false, !kiosk.machine.atExit.isEmpty else { return }
            kiosk.world.faults.mark(.sensorBounce)
        }
    }

    /// The next look sees that something changed at the exit.
    private func exitChanged(_ faults: [FaultKind]) {
        guard let number = watch?.number else { return }
        if world.strikes(.usbStall) {
            // The line was down at that moment: nobody saw how the card went.
            watch?.seesLive = false
            pendingSensorFault = .usbStall
        }
        // A second look confirms the first: a sensor that bounces is no hand.
        let delay = world.dice.milliseconds(1...Self.lookMilliseconds) + Self.lookMilliseconds
        later(delay) { $0.look(number, faults) }
    }

    private func look(_ number: Int, _ faults: [FaultKind]) {
        guard let watch, watch.number == number, !watch.isOver, let card = file?.card,
            let seen = machine.observation(at: world.now), seen.path == .clear
        else { return }
        let removal = evidence(sawTransition: watch.seesLive, now: seen.binCount).removal
        self.watch = nil
        if removal == .retracted, !record(retainedRows(card)) { return }
        let two: [FaultKind] = twoAtExit ? [.twoCardsAtExit] : []
        twoAtExit = false
        deliver(.device(.exitCleared(removal)), after: faults + two + takeSensorFault())
    }
}
