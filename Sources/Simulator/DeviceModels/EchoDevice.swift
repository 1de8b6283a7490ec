package import KioskPorts
internal import Synchronization

/// The smallest device: what goes out on bulk OUT 2 comes back on bulk IN 2, after a delay. It
/// proves the fronts and the bus; orders in the first byte call up each way a transfer can end.
package final class EchoDevice: SimulatedUSBDevice {
    /// First bytes with a meaning of their own.
    package enum Order: UInt8, CaseIterable, Sendable {
        /// Swallowed: the next IN finds nothing.
        case swallow = 0xE0
        /// The next IN stalls, and so does each one until the halt is cleared.
        case stallNext = 0xE1
        /// Answered with a zero-length packet and then the echo.
        case emptyFirst = 0xE2
        /// Answered with twice the bytes that went out.
        case doubled = 0xE3
    }

    private struct State {
        var answers: [(due: Duration, bytes: [UInt8])] = []
        var isHalted = false
    }

    package static let bulkOut = USBEndpointAddress(0x02)
    package static let bulkIn = USBEndpointAddress(0x82)
    /// Echoes kept; more are refused as a device's full buffer would be.
    package static let queueLimit = 64

    package let descriptors: USBDescriptors
    private let serial: String
    private let delay: Duration
    private let state = Mutex(State())

    package init(serial: String, delay: Duration = .zero) {
        descriptors = Self.echoDescriptors
        self.serial = serial
        self.delay = delay
    }

    private static let echoDescriptors: USBDescriptors = {
        let device: [UInt8] = [
            18, 1, 0x00, 0x02, 0, 0, 0, 64, 0x09, 0x12, 0x01, 0x00, 0x00, 0x01, 0, 0, 1, 1,
        ]
        let configuration: [UInt8] = [
            9, 2, 32, 0, 1, 1, 0, 0x80, 50,
            9, 4, 0, 0, 2, 0xFF, 0, 0, 0,
            7, 5, 0x02, 2, 0x00, 0x02, 0,
            7, 5, 0x82, 2, 0x00, 0x02, 0,
        ]
        guard let parsed = USBDescriptors(device: device, configuration: configuration) else {
            preconditionFailure("the echo device's descriptors are constants and well-formed")
        }
        return parsed
    }()

    package func string(at index: UInt8) -> String? { index == 1 ? serial : nil }

    package func control(
        _ setup: USBSetup, data: [UInt8], now: Duration
    ) -> SimulatedControlAnswer {
        // Vendor request 1 answers its own set-up: proof of what arrived.
        setup.request == 1 ? .done(setup.isIn ? setup.bytes : []) : .stall
    }

    package func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        guard endpoint == Self.bulkOut else { return .stall }
        return state.withLock { state in
            guard state.answers.count < Self.queueLimit else { return .silence }
            let due = now + delay
            switch data.first.flatMap(Order.init) {
            case .swallow: break
            case .stallNext: state.isHalted = true
            case .emptyFirst: state.answers += [(due, []), (due, data)]
            case .doubled: state.answers.append((due, data + data))
            case nil: state.answers.append((due, data))
            }
            return .accepted
        }
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        guard endpoint == Self.bulkIn else { return .stall }
        return state.withLock { state in
            if state.isHalted { return .stall }
            guard let first = state.answers.first, first.due <= now else { return .nothingYet }
            state.answers.removeFirst()
            return .bytes(first.bytes)
        }
    }

    package func nextWake(now: Duration) -> Duration? {
        state.withLock { $0.answers.first?.due }
    }

    package func clearHalt(_ endpoint: USBEndpointAddress) {
        state.withLock { $0.isHalted = false }
    }

    package func reset(now: Duration) {
        state.withLock { $0 = State() }
    }
}
