package import KioskPorts
import Synchronization

/// A device model with a listener on its cable: every whole bulk message is put into words.
package final class ListenedDevice: SimulatedUSBDevice {
    private let model: any SimulatedUSBDevice
    private let plug: Plug
    private let log: TrafficLog
    private let interpreter: Mutex<any TrafficInterpreter>

    /// - Parameter dispenser: what is spoken on the cable of a dispenser.
    package init(
        _ model: any SimulatedUSBDevice, plug: Plug, log: TrafficLog,
        dispenser: DispenserLanguage = .crt591
    ) {
        self.model = model
        self.plug = plug
        self.log = log
        switch plug {
        case .dispenser: interpreter = Mutex(dispenser.interpreter)
        case .reader, .counter: interpreter = Mutex(ReaderTraffic())
        }
    }

    package var descriptors: USBDescriptors { model.descriptors }

    package func string(at index: UInt8) -> String? { model.string(at: index) }

    package func control(
        _ setup: USBSetup, data: [UInt8], now: Duration
    ) -> SimulatedControlAnswer {
        model.control(setup, data: data, now: now)
    }

    package func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        hear(data, toDevice: true, now: now)
        return model.receive(data, on: endpoint, now: now)
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        let answer = model.send(on: endpoint, capacity: capacity, now: now)
        if case .bytes(let bytes) = answer { hear(bytes, toDevice: false, now: now) }
        return answer
    }

    package func nextWake(now: Duration) -> Duration? { model.nextWake(now: now) }

    package func clearHalt(_ endpoint: USBEndpointAddress) { model.clearHalt(endpoint) }

    package func reset(now: Duration) { model.reset(now: now) }

    private func hear(_ bytes: [UInt8], toDevice: Bool, now: Duration) {
        let heard = interpreter.withLock { $0.hear(bytes, toDevice: toDevice) }
        for message in heard {
            log.add(
                TrafficLine(
                    atMilliseconds: now.wholeMilliseconds, plug: plug, toDevice: toDevice,
                    words: message.words, bytes: message.bytes))
        }
    }
}

/// The protocols of dispensers.
package enum DispenserLanguage: Hashable, Sendable {
    case crt591
    /// With the address of the unit, 0…15.
    case ttce(address: UInt8)
    /// Reports of CREATOR's units.
    case crtHID

    fileprivate var interpreter: any TrafficInterpreter {
        switch self {
        case .crt591: DispenserTraffic()
        case .ttce(let address): TTCETraffic(address: address)
        case .crtHID: CRTHIDTraffic()
        }
    }
}

/// Puts what passes on one device's cable into words.
protocol TrafficInterpreter: Sendable {
    mutating func hear(_ bytes: [UInt8], toDevice: Bool) -> [HeardMessage]
}

/// One message, understood.
struct HeardMessage: Hashable {
    let words: TrafficWords
    let bytes: String
}
