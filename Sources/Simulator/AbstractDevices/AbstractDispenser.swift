import KioskCore
package import KioskPorts

/// A dispenser without a protocol: the mechanism itself behind the kiosk's port, for simulations that ask what the kiosk
/// decides and not how its drivers talk.
package actor AbstractDispenser: CardDispenser {
    private let mechanism: any DispenserMechanism
    private let clock: any KioskClock
    private let ownRetractSeconds: Int?
    private let isOnBus: @Sendable () -> Bool

    /// - Parameters:
    ///   - ownRetractSeconds: the unit's own timer, as its profile has it.
    ///   - isOnBus: whether the unit's plug is in and it has power.
    package init(
        mechanism: any DispenserMechanism, clock: any KioskClock, ownRetractSeconds: Int?,
        isOnBus: @escaping @Sendable () -> Bool
    ) {
        self.mechanism = mechanism
        self.clock = clock
        self.ownRetractSeconds = ownRetractSeconds
        self.isOnBus = isOnBus
    }

    package func connect() async throws(DispenserFault) -> DispenserIdentity {
        try requireBus("connecting the dispenser")
        await pause(mechanism.reading(now: clock.monotonic()).initialiseTime)
        try requireBus("connecting the dispenser")
        return DispenserIdentity(
            model: "abstract", firmware: "1", serialNumber: nil, profile: "abstract",
            binCounterProven: true, ownRetractSeconds: ownRetractSeconds)
    }

    package func observe() async throws(DispenserFault) -> DispenserObservation {
        try requireBus("asking the dispenser")
        return observation()
    }

    package func feed(after _: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation
    {
        try await move(.toReadPosition, goal: .atReadPosition)
    }

    package func present(after _: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation
    {
        try await move(.toExit, goal: .atExit)
    }

    package func retain(after _: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation
    {
        try await move(.toBin, goal: .clear)
    }

    package func disconnect() {}

    private func move(
        _ motion: Motion, goal: CardPosition
    ) async throws(DispenserFault) -> DispenserObservation {
        let what = "moving a card: \(motion.rawValue)"
        try requireBus(what)
        let before = observation().path
        guard mechanism.begin(motion, now: clock.monotonic()) else {
            throw DispenserFault(.refused, card: .notMoved, detail: what)
        }
        while isOnBus(), mechanism.reading(now: clock.monotonic()).isMoving {
            await pause(.milliseconds(100))
        }
        guard isOnBus() else { throw DispenserFault(.disconnected, card: .unknown, detail: what) }
        let reading = mechanism.reading(now: clock.monotonic())
        guard let end = reading.lastEnd, end.outcome != .done else {
            return observation()
        }
        let after = observation().path
        let card: CardKnowledge =
            if after == goal { .moved } else if end.outcome.provesStandstill, after == before {
                .notMoved
            } else { .unknown }
        throw DispenserFault(end.outcome.fault, card: card, detail: what)
    }

    private func requireBus(_ what: String) throws(DispenserFault) {
        guard isOnBus() else { throw DispenserFault(.disconnected, card: .notMoved, detail: what) }
    }

    private func pause(_ duration: Duration) async {
        // A cancelled wait only looks again sooner.
        _ = try? await clock.sleep(for: duration)
    }

    private func observation() -> DispenserObservation {
        let reading = mechanism.reading(now: clock.monotonic())
        let lit = reading.lit
        let standing = Station.allCases.filter { lit.contains(Sensor($0)) }
        let path: CardPosition =
            switch standing {
            case []: .clear
            case [.readPosition]: .atReadPosition
            case [.exit]: .atExit
            case _: .unknown
            }
        let hopper: HopperLevel =
            !lit.contains(.hopperOccupied) ? .empty : lit.contains(.hopperLow) ? .low : .enough
        return DispenserObservation(
            path: path, hopper: hopper, bin: lit.contains(.binFull) ? .full : .room,
            binCount: reading.binCounter, raw: [])
    }
}

extension MotionOutcome {
    /// The motors moved no card, or ended where they began.
    fileprivate var provesStandstill: Bool {
        switch self {
        case .hopperEmpty, .nothingFed, .binFull, .noCard: true
        case .done, .jam, .sensorFault, .movedByHand, .stopped: false
        }
    }

    fileprivate var fault: DispenserFaultKind {
        switch self {
        case .done: .refused
        case .jam: .jam
        case .hopperEmpty: .hopperEmpty
        case .nothingFed, .noCard, .stopped: .refused
        case .binFull: .binFull
        case .sensorFault: .sensor
        case .movedByHand: .movedByHand
        }
    }
}
