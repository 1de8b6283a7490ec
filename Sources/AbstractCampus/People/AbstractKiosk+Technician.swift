import CampusCard
import CampusFaults
import KioskCore
import KioskPorts

/// What befalls the machine between cases, and the technician who looks after it.
extension AbstractKiosk {
    /// A counted hopper on the first day.
    func begin() {
        refill()
        world.after(world.dice.milliseconds(0...5_000)) { [self] in
            start()
            nextArrival()
        }
    }

    private func refill() {
        let room = AbstractMachine.hopperCapacity - machine.hopper.count
        for _ in 0..<room { machine.hopper.insert(world.drawCard(), at: 0) }
    }

    /// Faults that strike a machine at rest, and people who come by.
    func drawTroubleAtArrival() {
        let minutes = world.dice.milliseconds(60_000...300_000)
        if world.strikes(.clockJumpsForward) { jumpClock(3_600_000, .clockJumpsForward, minutes) }
        if world.strikes(.clockJumpsBack) { jumpClock(-3_600_000, .clockJumpsBack, minutes) }
        if world.strikes(.sensorStuckOn) {
            machine.pathSensorStuckUntil = world.now + minutes
            pendingReasons.append(.sensorStuckOn)
        }
        if world.strikes(.doorOpened) {
            machine.doorOpenUntil = world.now + minutes / 3
            machine.isDoorNews = true
        }
        if world.strikes(.storeDownForDays) {
            world.storeIsDownUntil = world.now + world.dice.milliseconds(3_600_000...200_000_000)
        }
        if world.strikes(.storeRestored) {
            world.loseStore(after: world.dice.milliseconds(10_000...300_000), seenBy: self)
        }
        if world.strikes(.storeRefuses) { takeOutOfService(for: minutes) }
        if world.strikes(.technicianEnters) {
            later(world.dice.milliseconds(5_000...60_000)) { $0.enterAsTechnician() }
        }
    }

    private func jumpClock(_ milliseconds: Int64, _ fault: FaultKind, _ duration: Int64) {
        wallOffset = milliseconds
        pendingReasons.append(fault)
        // The time service puts it right.
        world.after(duration) { [self] in wallOffset = 0 }
    }

    /// The operator takes this kiosk out of service for a while.
    private func takeOutOfService(for duration: Int64) {
        pendingReasons.append(.storeRefuses)
        world.setService(of: id, false)
        world.after(duration) { [self] in world.setService(of: id, true) }
    }

    /// A technician who comes in the middle of a case must wait for its rest (K15).
    private func enterAsTechnician() {
        guard state.phase == .idle, visit == nil else {
            return later(10_000) { $0.enterAsTechnician() }
        }
        serve()
        world.faults.mark(.technicianEnters)
    }

    func callTechnician() {
        guard !isTechnicianCalled else { return }
        isTechnicianCalled = true
        world.after(world.dice.milliseconds(120_000...600_000)) { [self] in
            isTechnicianCalled = false
            serve()
        }
    }

    /// Lays what is in the path into the bin, counts it and empties it, fills the hopper and counts it: a card that was
    /// said to be elsewhere is a difference in the bin.
    func serve() {
        guard isUp, visit == nil, state.phase == .idle else { return callTechnician() }
        world.tell(self, "the technician empties, fills and counts")
        machine.clearPath()
        guard count(.bin, machine.bin.count) else { return }
        machine.bin = []
        guard count(.bin, 0) else { return }
        guard count(.hopper, machine.hopper.count) else { return }
        refill()
        guard count(.hopper, machine.hopper.count) else { return }
        journalHasRoom = true
        review()
    }

    /// Books a count as the real controller does; what it differs from the books is a fact for the store.
    /// - Returns: false when the kiosk went down over it.
    func count(_ unit: StockUnit, _ found: Int) -> Bool {
        let booked = unit == .hopper ? journal.remaining : journal.inBin
        var rows: [JournalEntry] = [
            .unitCounted(unit, found: found, by: "technician"),
            .fact(.stock(.counted(unit: unit, found: found))),
        ]
        if booked != found {
            rows.append(
                .fact(.stock(.difference(unit: unit, booked: booked, witnessed: found))))
        }
        guard record(rows) else { return false }
        let after = unit == .hopper ? journal.remaining : journal.inBin
        world.check(.k6, after == found, "\(id) counted \(found) in the \(unit) and books \(after)")
        return true
    }

    /// No fault strikes any more, and what was broken is mended.
    func faultsStop() {
        machine.goneUntil = min(machine.goneUntil, world.now)
        machine.doorOpenUntil = min(machine.doorOpenUntil, world.now)
        machine.mendSensors(at: world.now)
        readerGoneUntil = min(readerGoneUntil, world.now)
        wallOffset = 0
        // The outbox may wait for the end of days that have ended.
        later(1) { $0.pushOutbox() }
        // Leases end with the store's next call.
        for minute in Int64(1)...14 { later(minute * 60_000) { $0.beat { _ in } } }
    }
}
