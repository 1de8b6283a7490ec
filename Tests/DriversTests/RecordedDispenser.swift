import DeviceProtocols
import Drivers
import Foundation
import KioskCore
import KioskPorts
import Simulator
import Synchronization

/// The production driver on the dispenser of a recording, on virtual time. What it is asked to do next is what the
/// recording expects next.
final class RecordedDispenser {
    /// Calls of the driver in one recording, at most.
    private static let callLimit = 200

    let device: ReplayedDevice
    private let executor = VirtualExecutor(seed: 1)
    private let clock: VirtualClock
    private let bus: InProcessBus
    private let dispenser: any CardDispenser
    private let family: RecordedFamily
    private let steps: [Recording.Step]
    private var look: DispenserObservation?
    private var isConnected = false
    /// What each call came to: a position of the card, or a fault.
    private(set) var results: [String] = []

    init(_ recording: Recording, of family: RecordedFamily) throws {
        device = ReplayedDevice(recording)
        steps = recording.steps
        clock = VirtualClock(executor: executor, wallAtStart: 0)
        bus = InProcessBus(clock: clock)
        bus.plug(device, port: 1)
        let (bus, clock) = (bus, clock)
        let bridges = try TestLink.bridges()
        self.family = family
        dispenser = family.dispenser(clock: clock) { () throws(ByteLinkFault) in
            try await bridges.open(on: bus, clock: clock)
        }
    }

    /// Calls the driver until the recording is over, or the driver does something else.
    func play() {
        while results.count < Self.callLimit, device.ending == nil, let step = device.expected {
            let result = run(call(for: step))
            isConnected = result != DispenserFaultKind.disconnected.rawValue
            results.append(result)
        }
    }

    /// What goes to the unit; nil for a request to the bridge.
    private static func bytes(of action: Recording.Action) -> [UInt8]? {
        switch action {
        case .message(_, let bytes): return bytes
        // SET_REPORT of an output report (HID 1.11 §7.2.2).
        case .request(let setup, let data):
            let isReport = setup.requestType == 0x21 && setup.request == 9
            return isReport && setup.value >> 8 == 2 ? data : nil
        }
    }

    /// What the driver does whose first step is this.
    private func call(for step: Recording.Step) -> DispenserCall? {
        guard isConnected, let bytes = Self.bytes(of: step.action) else { return nil }
        let next = steps.first { $0.frame > step.frame }
        return family.call(bytes, next: next.flatMap { Self.bytes(of: $0.action) })
    }

    /// Nil: connect.
    private func run(_ call: DispenserCall?) -> String {
        let (dispenser, look, device, executor) = (dispenser, look, device, executor)
        let answer = Answered()
        Task(executorPreference: executor) {
            do throws(DispenserFault) {
                let seen: DispenserObservation?
                switch (call, look) {
                case (.observe, _): seen = try await dispenser.observe()
                case (.feed, let look?): seen = try await dispenser.feed(after: look)
                case (.present, let look?): seen = try await dispenser.present(after: look)
                case (.retain, let look?): seen = try await dispenser.retain(after: look)
                case (_, _):
                    _ = try await dispenser.connect()
                    seen = nil
                }
                answer.put(seen, seen?.path.rawValue ?? "connected")
            } catch {
                answer.put(nil, error.kind.rawValue)
            }
        }
        // A difference silences the device: the driver's own time-outs end the call.
        let limit = clock.monotonic() + .seconds(600)
        var isPulled = false
        while answer.text == nil {
            let isThere = executor.run(until: limit) {
                answer.text != nil || (!isPulled && device.ending == .gone)
            }
            guard isThere, answer.text == nil else { break }
            bus.unplug(port: 1)
            isPulled = true
        }
        self.look = answer.look ?? self.look
        return answer.text ?? "hangs"
    }

    /// What a call came to.
    private final class Answered: Sendable {
        private let state = Mutex<(look: DispenserObservation?, text: String?)>((nil, nil))

        func put(_ look: DispenserObservation?, _ text: String) {
            state.withLock { $0 = (look, text) }
        }

        var text: String? { state.withLock { $0.text } }
        var look: DispenserObservation? { state.withLock { $0.look } }
    }
}

/// The time of a bench that is made after the ring that needs it.
final class BenchTime: Sendable {
    private let clock = Mutex<VirtualClock?>(nil)

    func follow(_ clock: VirtualClock) { self.clock.withLock { $0 = clock } }

    var milliseconds: Int64 { clock.withLock { $0?.wallMilliseconds() ?? 0 } }
}
