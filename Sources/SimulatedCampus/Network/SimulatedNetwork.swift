package import CampusCard
import CentralStore
package import KioskPorts
import Simulator
import Synchronization

/// The way between one kiosk and the store. Each request takes a moment; the way can swallow, delay, double and
/// spoil requests and answers.
package final class SimulatedNetwork: Sendable {
    /// What the way can do to a request.
    package enum Fault: Hashable, Sendable {
        /// The request never arrives.
        case swallowRequest
        /// The store acts, and its answer never arrives.
        case swallowAnswer
        /// The answer takes so much longer.
        case slow(Duration)
        /// The request arrives so late that another has overtaken it, and nobody waits for its answer.
        case late(Duration)
        /// The request arrives twice, the second time so much later.
        case twice(Duration)
        /// Something answers that is not the store.
        case spoilAnswer
        /// The store answers a call that it will not take: too old, too new, or too many.
        case refuse
    }

    private struct State {
        /// Faults for the calls to come, by name.
        var faults: [StoreCallName: [Fault]] = [:]
        var isDown = false
        var generation = 0
        /// Every request that was sent, in order, arrived or not.
        var carried: [StoreCallName] = []
        /// What struck since it was last asked for.
        var struck: [Fault] = []
        /// When an answer last came through whole.
        var lastAnswer: Duration?
    }

    private let store: Mutex<StoreService>
    private let kiosk: KioskID
    private let clock: VirtualClock
    private let executor: VirtualExecutor
    private let state = Mutex(State())

    /// One way through the network.
    private static let passage = Duration.milliseconds(15)
    /// Requests that are remembered.
    private static let memory = 10_000

    init(store: StoreService, kiosk: KioskID, clock: VirtualClock, executor: VirtualExecutor) {
        self.store = Mutex(store)
        self.kiosk = kiosk
        self.clock = clock
        self.executor = executor
    }

    /// The next `times` requests of this call meet the fault.
    package func plan(_ fault: Fault, on call: StoreCallName, times: Int = 1) {
        state.withLock { $0.faults[call, default: []] += Array(repeating: fault, count: times) }
    }

    /// No planned fault is left.
    func forgetPlans() { state.withLock { $0.faults = [:] } }

    /// What struck since the last call, in order.
    func takeStruck() -> [Fault] {
        state.withLock { state in
            defer { state.struck = [] }
            return state.struck
        }
    }

    /// When an answer last came through whole.
    var lastAnswer: Duration? { state.withLock { $0.lastAnswer } }

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
        try await rest(Self.passage)
        let (fault, isDown) = state.withLock { take(call, generation, &$0) }
        if isDown { return try await silence(deadline) }
        var extra = Duration.zero
        switch fault {
        case nil, .swallowAnswer, .spoilAnswer: break
        case .swallowRequest: return try await silence(deadline)
        case .late(let delay):
            arrive(call, request, after: delay)
            return try await silence(deadline)
        case .twice(let delay): arrive(call, request, after: delay)
        case .slow(let delay): extra = delay
        case .refuse: throw .answerUnusable
        }
        let answer = try arrived(call, request)
        try await rest(min(deadline, Self.passage + extra))
        if fault == .swallowAnswer || extra >= deadline || isDead(generation) {
            return try await silence(deadline)
        }
        if fault == .spoilAnswer { return Array(answer.dropLast(answer.count / 2)) }
        state.withLock { $0.lastAnswer = clock.monotonic() }
        return answer
    }

    /// What becomes of a request on its way there.
    private func take(
        _ call: StoreCallName, _ generation: Int, _ state: inout State
    ) -> (Fault?, isDown: Bool) {
        if state.carried.count < Self.memory { state.carried.append(call) }
        guard !state.isDown, state.generation == generation else { return (nil, true) }
        guard let fault = state.faults[call]?.first else { return (nil, false) }
        state.faults[call]?.removeFirst()
        state.struck.append(fault)
        return (fault, false)
    }

    private func isDead(_ generation: Int) -> Bool {
        state.withLock { $0.generation != generation }
    }

    /// The store has the request.
    private func arrived(
        _ call: StoreCallName, _ request: [UInt8]
    ) throws(CarrierFault) -> [UInt8] {
        do {
            return try store.withLock { $0 }.handle(
                kiosk: kiosk, callName: call.rawValue, bytes: request)
        } catch {
            throw .answerUnusable
        }
    }

    /// The store gets the request later, and whatever it answers is lost.
    private func arrive(_ call: StoreCallName, _ request: [UInt8], after delay: Duration) {
        Task(executorPreference: executor) {
            // Nothing cancels this task; a store that fails has not acted.
            try? await self.clock.sleep(for: delay)
            _ = try? self.arrived(call, request)
        }
    }

    /// No answer comes.
    private func silence(_ deadline: Duration) async throws(CarrierFault) -> [UInt8] {
        try await rest(deadline)
        throw .unanswered
    }

    private func rest(_ duration: Duration) async throws(CarrierFault) {
        do {
            try await clock.sleep(for: duration)
        } catch {
            throw .unanswered
        }
    }
}
