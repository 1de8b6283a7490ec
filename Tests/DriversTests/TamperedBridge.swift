import KioskPorts
import Simulator
import Synchronization
import Testing

/// What happens to one transfer between host and bridge.
enum BridgeTrouble: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case stall, silence
    /// The answer to a control request has a byte less than asked for.
    case short
    /// The answer to a control request is empty.
    case empty
    /// More comes than was asked for.
    case overflow
    /// The plug is pulled before the device sees the transfer.
    case pulledBefore
    /// The plug is pulled after it.
    case pulledAfter

    var testDescription: String { rawValue }
}

/// A bridge with a hand on its USB plug: it counts transfers that come to something, and brings trouble to one.
final class TamperedBridge: SimulatedUSBDevice {
    /// The kinds of transfers, each counted from 0.
    enum Kind: String, Hashable, CaseIterable, Sendable { case control, out, `in` }

    struct Plan: Hashable, Sendable {
        let trouble: BridgeTrouble
        let kind: Kind
        let index: Int
    }

    private struct State {
        var plan: Plan?
        var counts: [Kind: Int] = [:]
        var isHit = false
        var isPulled = false
        var halted: Set<USBEndpointAddress> = []
    }

    private let bridge: any SimulatedUSBDevice
    /// A transfer of no more bytes than this carries nothing, and is not counted.
    private let idleLength: Int
    private let state = Mutex(State())

    init(_ bridge: any SimulatedUSBDevice, idleLength: Int = 0) {
        self.bridge = bridge
        self.idleLength = idleLength
    }

    /// Plans one trouble, counted from now on.
    func plan(_ trouble: BridgeTrouble, _ kind: Kind, at index: Int) {
        state.withLock {
            $0 = State(plan: Plan(trouble: trouble, kind: kind, index: index))
        }
    }

    var counts: [Kind: Int] { state.withLock { $0.counts } }
    var isHit: Bool { state.withLock { $0.isHit } }
    /// A hand has the plug.
    var isPulled: Bool { state.withLock { $0.isPulled } }

    /// Lets the hand pull.
    func takePull() -> Bool {
        state.withLock { state in
            defer { state.isPulled = false }
            return state.isPulled
        }
    }

    var descriptors: USBDescriptors { bridge.descriptors }

    func string(at index: UInt8) -> String? { bridge.string(at: index) }

    func control(_ setup: USBSetup, data: [UInt8], now: Duration) -> SimulatedControlAnswer {
        let trouble = next(.control)
        if trouble == .pulledBefore || trouble == .silence { return .silence }
        if trouble == .stall { return .stall }
        let answer = bridge.control(setup, data: data, now: now)
        guard case .done(let bytes) = answer else { return answer }
        if trouble == .short { return .done(Array(bytes.dropLast())) }
        return trouble == .empty ? .done([]) : answer
    }

    func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        if isHalted(endpoint) { return .stall }
        let trouble = next(.out)
        if trouble == .pulledBefore || trouble == .silence { return .silence }
        if trouble == .stall { return halt(endpoint, .stall) }
        return bridge.receive(data, on: endpoint, now: now)
    }

    func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        if isHalted(endpoint) { return .stall }
        let answer = bridge.send(on: endpoint, capacity: capacity, now: now)
        guard case .bytes(let bytes) = answer, bytes.count > idleLength else { return answer }
        switch next(.in) {
        case .pulledBefore, .silence: return .nothingYet
        case .stall: return halt(endpoint, .stall)
        case .overflow: return .bytes(bytes + [UInt8](repeating: 0, count: capacity))
        case .short, .empty, .pulledAfter, nil: return answer
        }
    }

    func nextWake(now: Duration) -> Duration? { bridge.nextWake(now: now) }

    func clearHalt(_ endpoint: USBEndpointAddress) {
        state.withLock { _ = $0.halted.remove(endpoint) }
        bridge.clearHalt(endpoint)
    }

    func reset(now: Duration) {
        state.withLock { $0.halted = [] }
        bridge.reset(now: now)
    }

    private func isHalted(_ endpoint: USBEndpointAddress) -> Bool {
        state.withLock { $0.halted.contains(endpoint) }
    }

    private func halt<Answer>(_ endpoint: USBEndpointAddress, _ answer: Answer) -> Answer {
        state.withLock { _ = $0.halted.insert(endpoint) }
        return answer
    }

    /// Counts a transfer; the trouble if it is the planned one.
    private func next(_ kind: Kind) -> BridgeTrouble? {
        state.withLock { state in
            let index = state.counts[kind, default: 0]
            state.counts[kind] = index + 1
            guard let plan = state.plan, plan.kind == kind, plan.index == index else { return nil }
            state.isHit = true
            if plan.trouble == .pulledBefore || plan.trouble == .pulledAfter {
                state.isPulled = true
            }
            return plan.trouble
        }
    }
}
