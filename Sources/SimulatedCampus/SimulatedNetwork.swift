package import CampusCard
import CentralStore
package import KioskPorts
import Simulator
import Synchronization

/// The way between one kiosk and the store. Each request takes a moment; the way can swallow requests or answers.
package final class SimulatedNetwork: Sendable {
    /// What the way can do to a request.
    package enum Fault: Hashable, Sendable {
        /// The request never arrives.
        case swallowRequest
        /// The store acts, and its answer never arrives.
        case swallowAnswer
    }

    private struct State {
        /// Faults for the calls to come, by name.
        var faults: [StoreCallName: [Fault]] = [:]
        var isDown = false
        var generation = 0
        /// Every request that was sent, in order, arrived or not.
        package var carried: [StoreCallName] = []
    }

    private let store: Mutex<StoreService>
    private let kiosk: KioskID
    private let clock: VirtualClock
    private let state = Mutex(State())

    init(store: StoreService, kiosk: KioskID, clock: VirtualClock) {
        self.store = Mutex(store)
        self.kiosk = kiosk
        self.clock = clock
    }

    /// The next `times` requests of this call meet the fault.
    package func plan(_ fault: Fault, on call: StoreCallName, times: Int = 1) {
        state.withLock { $0.faults[call, default: []] += Array(repeating: fault, count: times) }
    }

    /// Another store answers from now on, at the same address.
    func serve(_ other: StoreService) { store.withLock { $0 = other } }

    /// Nothing arrives from now on, until `comeUp`.
    package func goDown() { state.withLock { $0.isDown = true } }
    package func comeUp() { state.withLock { $0.isDown = false } }
    /// Every line handed out so far is dead: its kiosk lost its power.
    func cutLines() { state.withLock { $0.generation += 1 } }

    /// Every request that was sent, in order, arrived or not.
    package var carried: [StoreCallName] { state.withLock { $0.carried } }

    func line() -> Line {
        Line(network: self, generation: state.withLock { $0.generation })
    }

    /// One boot's connection.
    package struct Line: RequestCarrier {
        let network: SimulatedNetwork
        let generation: Int

        package func carry(
            _ call: StoreCallName, _ request: [UInt8], within deadline: Duration
        ) async throws(CarrierFault) -> [UInt8] {
            try await network.carry(call, request, deadline, generation)
        }
    }

    private func carry(
        _ call: StoreCallName, _ request: [UInt8], _ deadline: Duration, _ generation: Int
    ) async throws(CarrierFault) -> [UInt8] {
        try await rest(.milliseconds(15))
        let (fault, isDown, isDead) = state.withLock { state in
            state.carried.append(call)
            let fault = state.faults[call]?.first
            if fault != nil { state.faults[call]?.removeFirst() }
            return (fault, state.isDown, state.generation != generation)
        }
        if isDown || isDead || fault == .swallowRequest {
            try await rest(deadline)
            throw .unanswered
        }
        let answer: [UInt8]
        do {
            answer = try store.withLock { $0 }.handle(
                kiosk: kiosk, callName: call.rawValue, bytes: request)
        } catch {
            throw .answerUnusable
        }
        try await rest(.milliseconds(15))
        if fault == .swallowAnswer || state.withLock({ $0.generation != generation }) {
            try await rest(deadline)
            throw .unanswered
        }
        return answer
    }

    private func rest(_ duration: Duration) async throws(CarrierFault) {
        do {
            try await clock.sleep(for: duration)
        } catch {
            throw .unanswered
        }
    }
}
