import CampusCard
import KioskPorts

/// A dispenser whose motions are timed. What it passes on it does not change.
struct MeteredDispenser: CardDispenser {
    let dispenser: any CardDispenser
    let clock: any KioskClock
    let meter: TimeMeter

    func connect() async throws(DispenserFault) -> DispenserIdentity {
        try await dispenser.connect()
    }

    func observe() async throws(DispenserFault) -> DispenserObservation {
        try await dispenser.observe()
    }

    func feed(after look: DispenserObservation) async throws(DispenserFault) -> DispenserObservation
    {
        let start = clock.monotonic()
        defer { meter.add(clock.monotonic() - start, to: .motors) }
        return try await dispenser.feed(after: look)
    }

    func present(after look: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation
    {
        let start = clock.monotonic()
        defer { meter.add(clock.monotonic() - start, to: .motors) }
        return try await dispenser.present(after: look)
    }

    func retain(after look: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation
    {
        let start = clock.monotonic()
        defer { meter.add(clock.monotonic() - start, to: .motors) }
        return try await dispenser.retain(after: look)
    }

    func disconnect() async { await dispenser.disconnect() }
}

/// A card channel whose exchanges are timed.
struct MeteredChannel: CardChannel {
    let channel: any CardChannel
    let clock: any KioskClock
    let meter: TimeMeter

    func probe() async throws(CardChannelFault) { try await channel.probe() }

    func activate() async throws(CardChannelFault) -> [UInt8] {
        let start = clock.monotonic()
        defer { meter.add(clock.monotonic() - start, to: .card) }
        return try await channel.activate()
    }

    func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        let start = clock.monotonic()
        defer { meter.add(clock.monotonic() - start, to: .card) }
        return try await channel.transmit(apdu)
    }

    func deactivate() async { await channel.deactivate() }
}

/// A store whose calls for a case are timed; heartbeats and events run beside the case.
struct MeteredStore: StoreCalls {
    let store: any StoreCalls
    let clock: any KioskClock
    let meter: TimeMeter

    func call<Body: StoreCall>(
        _ body: Body, caseID: CaseID?, attempt: Int, deadline: Duration
    ) async -> CallOutcome<Body.Answer> {
        let start = clock.monotonic()
        let outcome = await store.call(
            body, caseID: caseID, attempt: attempt, deadline: deadline)
        if caseID != nil { meter.add(clock.monotonic() - start, to: .store) }
        return outcome
    }
}
