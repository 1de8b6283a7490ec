import KioskPorts
import Simulator
import Synchronization

/// A device with a hand on its cable: it brings one trouble at a time to a transfer that comes to something.
final class TroubledDevice: SimulatedUSBDevice {
    private typealias Said = (endpoint: USBEndpointAddress, due: Duration, bytes: [UInt8])

    private struct State {
        var armed: CableTrouble?
        /// What the cable says before the model.
        var own: [Said] = []
        var halted: Set<USBEndpointAddress> = []
        /// The plug is in a hand: nothing comes through any more.
        var isHeld = false
        var struck: [CableTrouble: Int] = [:]
    }

    /// More than any host has room for: our drivers read at most 64 KiB and a header.
    private static let babble = 70_000
    private static let lateness = Duration.milliseconds(150)

    /// Says that a hand pulls the plug now.
    let pulls: AsyncStream<Void>
    private let pull: AsyncStream<Void>.Continuation
    private let model: any SimulatedUSBDevice
    private let state = Mutex(State())

    init(_ model: any SimulatedUSBDevice) {
        self.model = model
        (pulls, pull) = AsyncStream.makeStream()
    }

    func arm(_ trouble: CableTrouble) { state.withLock { $0.armed = trouble } }

    /// How often each trouble came.
    var struck: [CableTrouble: Int] { state.withLock { $0.struck } }

    var descriptors: USBDescriptors { model.descriptors }

    func string(at index: UInt8) -> String? { model.string(at: index) }

    func control(_ setup: USBSetup, data: [UInt8], now: Duration) -> SimulatedControlAnswer {
        switch take([.silentControl, .stalledControl]) {
        case .silentControl: .silence
        case .stalledControl: .stall
        default: model.control(setup, data: data, now: now)
        }
    }

    func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        if state.withLock({ $0.halted.contains(endpoint) }) { return .stall }
        switch take([.silentOut, .stalledOut, .pulledBeforeActing]) {
        case .silentOut: return .silence
        case .stalledOut:
            halt(endpoint)
            return .stall
        case .pulledBeforeActing:
            hold()
            return .silence
        default: return model.receive(data, on: endpoint, now: now)
        }
    }

    func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        let waiting: SimulatedInAnswer? = state.withLock { state in
            if state.isHeld { return .nothingYet }
            if state.halted.contains(endpoint) { return .stall }
            let isDue = { (own: Said) in own.endpoint == endpoint && own.due <= now }
            guard let next = state.own.firstIndex(where: isDue) else { return nil }
            return .bytes(state.own.remove(at: next).bytes)
        }
        if let waiting { return waiting }
        let answer = model.send(on: endpoint, capacity: capacity, now: now)
        guard case .bytes(let bytes) = answer, !bytes.isEmpty else { return answer }
        return altered(bytes, on: endpoint, now: now)
    }

    private func altered(
        _ bytes: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedInAnswer {
        let kinds: Set<CableTrouble> = [
            .silentIn, .late, .stalledIn, .short, .empty, .babble, .garbage, .duplicate,
            .pulledAfterActing,
        ]
        switch take(kinds) {
        case .silentIn: return .nothingYet
        case .late:
            say(bytes, on: endpoint, at: now + Self.lateness)
            return .nothingYet
        case .stalledIn:
            halt(endpoint)
            return .stall
        case .short: return .bytes(Array(bytes.dropLast()))
        case .empty:
            say(bytes, on: endpoint, at: now)
            return .bytes([])
        case .babble: return .bytes(bytes + Array(repeating: 0, count: Self.babble))
        case .garbage: return .bytes(bytes.map { $0 ^ 0xA5 })
        case .duplicate:
            say(bytes, on: endpoint, at: now)
            return .bytes(bytes)
        case .pulledAfterActing:
            hold()
            return .nothingYet
        default: return .bytes(bytes)
        }
    }

    func nextWake(now: Duration) -> Duration? {
        let own = state.withLock { $0.own.map(\.due).min() }
        let next = model.nextWake(now: now)
        guard let own else { return next }
        return next.map { min($0, own) } ?? own
    }

    func clearHalt(_ endpoint: USBEndpointAddress) {
        state.withLock { _ = $0.halted.remove(endpoint) }
        model.clearHalt(endpoint)
    }

    func reset(now: Duration) {
        state.withLock { state in
            state.own = []
            state.halted = []
            state.isHeld = false
        }
        model.reset(now: now)
    }

    /// The armed trouble if it is one of these; it comes once.
    private func take(_ kinds: Set<CableTrouble>) -> CableTrouble? {
        state.withLock { state in
            guard let armed = state.armed, kinds.contains(armed) else { return nil }
            state.armed = nil
            state.struck[armed, default: 0] += 1
            return armed
        }
    }

    private func halt(_ endpoint: USBEndpointAddress) {
        state.withLock { _ = $0.halted.insert(endpoint) }
    }

    private func say(_ bytes: [UInt8], on endpoint: USBEndpointAddress, at due: Duration) {
        state.withLock { $0.own.append((endpoint, due, bytes)) }
    }

    private func hold() {
        state.withLock { $0.isHeld = true }
        pull.yield()
    }
}
