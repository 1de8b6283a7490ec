package import KioskPorts
internal import Synchronization

/// Dumps the trace when a device that worked does so no longer. One that stays away is asked again and again; it is dumped
/// once, until it has worked again, and never more often than once in `pauseMinimum`.
package final class FaultDumps: Sendable {
    /// Between two dumps for one device: a loose plug would push everything else off the shelf.
    package static let pauseMinimum = Duration.seconds(60)

    private struct State {
        var isFaulty = false
        var lastDump: Duration?
    }

    private let shelf: TraceShelf
    private let clock: any KioskClock
    private let log: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// For one device. `log` is told where each dump lies.
    package init(
        on shelf: TraceShelf, clock: any KioskClock, log: @escaping @Sendable (String) -> Void
    ) {
        self.shelf = shelf
        self.clock = clock
        self.log = log
    }

    func worked() { state.withLock { $0.isFaulty = false } }

    func faulted(_ kind: String) {
        let now = clock.monotonic()
        let isDue = state.withLock { state in
            defer { state.isFaulty = true }
            if state.isFaulty { return false }
            if let last = state.lastDump, now - last < Self.pauseMinimum { return false }
            state.lastDump = now
            return true
        }
        guard isDue else { return }
        shelf.dumpLater(kind) { [log] result in
            switch result {
            case .success(let path): log("\(kind): the USB traffic before it lies in \(path)")
            case .failure(let fault): log("\(fault)")
            }
        }
    }
}

/// A dispenser whose faults leave a trace.
package struct TracedDispenser: CardDispenser {
    private let dispenser: any CardDispenser
    private let dumps: FaultDumps

    package init(_ dispenser: any CardDispenser, dumps: FaultDumps) {
        self.dispenser = dispenser
        self.dumps = dumps
    }

    package func connect() async throws(DispenserFault) -> DispenserIdentity {
        try await watched { () throws(DispenserFault) in try await dispenser.connect() }
    }

    package func observe() async throws(DispenserFault) -> DispenserObservation {
        try await watched { () throws(DispenserFault) in try await dispenser.observe() }
    }

    package func feed(after look: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation
    {
        try await watched { () throws(DispenserFault) in try await dispenser.feed(after: look) }
    }

    package func present(after look: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation
    {
        try await watched { () throws(DispenserFault) in try await dispenser.present(after: look) }
    }

    package func retain(after look: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation
    {
        try await watched { () throws(DispenserFault) in try await dispenser.retain(after: look) }
    }

    package func disconnect() async { await dispenser.disconnect() }

    private func watched<Answer: Sendable>(
        _ call: () async throws(DispenserFault) -> Answer
    ) async throws(DispenserFault) -> Answer {
        do throws(DispenserFault) {
            let answer = try await call()
            dumps.worked()
            return answer
        } catch {
            if error.kind.deservesTrace { dumps.faulted(error.kind.rawValue) }
            throw error
        }
    }
}

/// A card channel whose reader's faults leave a trace.
package struct TracedCardChannel: CardChannel {
    private let channel: any CardChannel
    private let dumps: FaultDumps

    package init(_ channel: any CardChannel, dumps: FaultDumps) {
        self.channel = channel
        self.dumps = dumps
    }

    package func probe() async throws(CardChannelFault) {
        try await watched { () throws(CardChannelFault) in try await channel.probe() }
    }

    package func activate() async throws(CardChannelFault) -> [UInt8] {
        try await watched { () throws(CardChannelFault) in try await channel.activate() }
    }

    package func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        try await watched { () throws(CardChannelFault) in try await channel.transmit(apdu) }
    }

    package func deactivate() async { await channel.deactivate() }

    private func watched<Answer: Sendable>(
        _ call: () async throws(CardChannelFault) -> Answer
    ) async throws(CardChannelFault) -> Answer {
        do throws(CardChannelFault) {
            let answer = try await call()
            dumps.worked()
            return answer
        } catch {
            if error.kind.deservesTrace { dumps.faulted(error.kind.rawValue) }
            throw error
        }
    }
}

extension DispenserFaultKind {
    /// Whether the bytes before it tell more than the fault itself.
    fileprivate var deservesTrace: Bool {
        switch self {
        case .disconnected, .timedOut, .garbled, .notCommissioned, .jam, .sensor, .motor,
            .movedByHand, .wrongStock, .notReset, .refused:
            true
        // Everyday states that a technician fills or empties.
        case .hopperEmpty, .binFull: false
        }
    }
}

extension CardChannelFaultKind {
    /// Whether the bytes before it tell more than the fault itself.
    fileprivate var deservesTrace: Bool {
        switch self {
        case .readerGone, .readerFault, .timedOut: true
        // Hands take cards away all the time.
        case .cardLost: false
        }
    }
}
