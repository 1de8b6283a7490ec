import KioskPorts
import Simulator
import Synchronization

/// A reader on a cable that puts other messages in the place of one that the reader sends.
final class AlteringCable: SimulatedUSBDevice {
    /// A message of the reader's, and what the host gets in its place, at least one transfer.
    typealias Alteration = @Sendable ([UInt8]) -> [[UInt8]]

    private struct State {
        var alteration: Alteration?
        var waiting: [[UInt8]] = []
    }

    private let model: any SimulatedUSBDevice
    private let state = Mutex(State())

    init(_ model: any SimulatedUSBDevice) { self.model = model }

    /// Alters from now on; nil: no more.
    func alter(_ alteration: Alteration?) { state.withLock { $0.alteration = alteration } }

    var descriptors: USBDescriptors { model.descriptors }

    func string(at index: UInt8) -> String? { model.string(at: index) }

    func control(_ setup: USBSetup, data: [UInt8], now: Duration) -> SimulatedControlAnswer {
        model.control(setup, data: data, now: now)
    }

    func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer { model.receive(data, on: endpoint, now: now) }

    func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        state.withLock { state in
            guard endpoint.raw == 0x82 else {
                return model.send(on: endpoint, capacity: capacity, now: now)
            }
            if !state.waiting.isEmpty { return .bytes(state.waiting.removeFirst()) }
            let answer = model.send(on: endpoint, capacity: capacity, now: now)
            guard case .bytes(let bytes) = answer, let alteration = state.alteration else {
                return answer
            }
            state.waiting = alteration(bytes)
            return .bytes(state.waiting.removeFirst())
        }
    }

    func nextWake(now: Duration) -> Duration? { model.nextWake(now: now) }

    func clearHalt(_ endpoint: USBEndpointAddress) { model.clearHalt(endpoint) }

    func reset(now: Duration) { model.reset(now: now) }
}
