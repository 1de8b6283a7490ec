package import KioskPorts
internal import Synchronization

/// `USBBus` without USB: drivers talk to the device models in the same process, on the time of an
/// injected clock. For sweeps on virtual time; timing and threads are the caller's.
package final class InProcessBus: USBBus, SimulatedUSBFront {
    private struct State {
        var plugged: [USBLocation: InProcessDevice] = [:]
        var addresses = BusAddresses()
        var nextListener = 0
        var listeners: [Int: AsyncStream<USBBusEvent>.Continuation] = [:]
    }

    private let bus: UInt8 = 1
    private let clock: any KioskClock
    private let trace: (any USBTraceSink)?
    private let state = Mutex(State())

    package init(clock: any KioskClock, trace: (any USBTraceSink)? = nil) {
        self.clock = clock
        self.trace = trace
    }

    package func plug(_ model: any SimulatedUSBDevice, port: UInt8) {
        let location = USBLocation(bus: bus, ports: [port])
        model.reset(now: clock.monotonic())
        let (device, listeners) = state.withLock { state in
            precondition(state.plugged[location] == nil, "port \(port) is taken")
            let taken = state.plugged.values.map(\.device.id.address)
            let address = state.addresses.next(taken: taken)
            let id = USBDeviceID(bus: bus, address: address)
            let device = USBDevice(id: id, location: location, descriptors: model.descriptors)
            state.plugged[location] = InProcessDevice(device: device, model: model)
            return (device, Self.listeners(state))
        }
        for listener in listeners { listener.yield(.arrived(device)) }
    }

    package func unplug(port: UInt8) {
        let location = USBLocation(bus: bus, ports: [port])
        let (entry, listeners) = state.withLock { state in
            (state.plugged.removeValue(forKey: location), Self.listeners(state))
        }
        guard let entry else { preconditionFailure("nothing is plugged into port \(port)") }
        entry.unplug()
        for listener in listeners { listener.yield(.left(entry.device)) }
    }

    package func worldChanged() {
        let entries = state.withLock { $0.plugged.sorted { $0.key.ports[0] < $1.key.ports[0] } }
        for (_, entry) in entries { entry.news.publish() }
    }

    package func devices() async throws(USBFault) -> [USBDevice] {
        let devices = state.withLock { $0.plugged.values.map(\.device) }
        return devices.sorted { $0.location.description < $1.location.description }
    }

    package func events() -> AsyncStream<USBBusEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: USBBusEvent.self, bufferingPolicy: .bufferingNewest(USBBusEvent.bufferLimit))
        let number = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[number] = nil }
        }
        return stream
    }

    package func open(_ id: USBDeviceID) async throws(USBFault) -> any USBConnection {
        let entry = state.withLock { $0.plugged.values.first { $0.device.id == id } }
        guard let entry else { throw .noSuchDevice(id) }
        return InProcessConnection(entry, clock: clock, trace: trace)
    }

    /// In the order in which they began to listen.
    private static func listeners(_ state: State) -> [AsyncStream<USBBusEvent>.Continuation] {
        state.listeners.sorted { $0.key < $1.key }.map(\.value)
    }
}
