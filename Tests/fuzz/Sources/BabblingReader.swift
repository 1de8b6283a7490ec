import Dispatch
import KioskPorts
import Synchronization

/// A CCID reader that answers every transfer with the next bytes of an input. Where they end it is pulled.
final class BabblingReader: USBBus {
    private let device: USBDevice
    private let said: Mutex<FuzzInput>

    /// - Parameter features: the four bytes of dwFeatures; missing ones are 0.
    init(features: [UInt8], says: [UInt8]) {
        let four = Array((features + [0, 0, 0, 0]).prefix(4))
        guard
            let descriptors = USBDescriptors(
                device: Self.deviceDescriptor, configuration: Self.configuration(four))
        else { preconditionFailure("the reader's descriptors are refused") }
        device = USBDevice(
            id: USBDeviceID(bus: 1, address: 2), location: USBLocation(bus: 1, ports: [1]),
            descriptors: descriptors)
        said = Mutex(FuzzInput(says))
    }

    func devices() async throws(USBFault) -> [USBDevice] { isPulled ? [] : [device] }

    func events() -> AsyncStream<USBBusEvent> { AsyncStream { $0.finish() } }

    func open(_ id: USBDeviceID) async throws(USBFault) -> any USBConnection {
        guard !isPulled else { throw USBFault.noSuchDevice(id) }
        return BabblingConnection(device: device) { [self] in answer($0) }
    }

    private var isPulled: Bool { said.withLock { $0.isEmpty } }

    /// One byte says how the transfer ends, the next how much comes.
    private func answer(_ transfer: USBTransfer) -> USBTransferResult {
        said.withLock { input in
            guard !input.isEmpty else { return .nothing(.deviceGone) }
            let ends = USBTransferEnd.allCases
            let kind = Int(input.byte())
            // Most transfers end well: only those lead further.
            let end = kind < 2 * ends.count ? ends[kind / 2] : .completed
            guard transfer.endpoint.isIn else {
                let count = end == .completed ? transfer.length : 0
                return USBTransferResult(end: end, count: count)
            }
            let bytes = Array(input.piece().prefix(transfer.length))
            return USBTransferResult(end: end, bytes: bytes, count: bytes.count)
        }
    }

    private static let deviceDescriptor: [UInt8] = [
        18, 1, 0x00, 0x02, 0, 0, 0, 64, 0x6B, 0x07, 0x21, 0x30, 0x00, 0x01, 0, 0, 0, 1,
    ]

    /// One interface of class 0B with bulk pipes in both directions and an interrupt pipe.
    private static func configuration(_ features: [UInt8]) -> [UInt8] {
        let function: [UInt8] =
            [54, 0x21, 0x10, 0x01, 0, 7, 3, 0, 0, 0] + [0xA0, 0x0F, 0, 0, 0xA0, 0x0F, 0, 0, 0]
            + [0x80, 0x25, 0, 0, 0x80, 0x25, 0, 0, 0] + [254, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
            + features + [0x0F, 0x01, 0, 0, 0xFF, 0xFF, 0, 0, 0, 1]
        let rest: [UInt8] =
            [9, 4, 0, 0, 3, 0x0B, 0, 0, 0] + function + [7, 5, 0x02, 2, 64, 0, 0]
            + [7, 5, 0x81, 2, 64, 0, 0] + [7, 5, 0x83, 3, 8, 0, 16]
        let total = UInt16(9 + rest.count)
        return [9, 2, UInt8(total & 0xFF), UInt8(total >> 8), 1, 1, 0, 0x80, 50] + rest
    }
}

private struct BabblingConnection: USBConnection {
    let device: USBDevice
    let answer: @Sendable (USBTransfer) -> USBTransferResult

    func claim(interface: UInt8) async throws(USBFault) {}
    func release(interface: UInt8) async throws(USBFault) {}
    func transfer(_ transfer: USBTransfer, timeout: Duration) async -> USBTransferResult {
        answer(transfer)
    }
    func clearHalt(_ endpoint: USBEndpointAddress) async throws(USBFault) {}
    func reset() async throws(USBFault) {}
    func close() async {}
}

/// A clock on which nothing is waited for: each look is a while after the one before.
final class HastyClock: KioskClock {
    private let elapsed = Mutex<Duration>(.zero)

    func monotonic() -> Duration {
        elapsed.withLock {
            $0 += .milliseconds(5)
            return $0
        }
    }

    func wallMilliseconds() -> Int64 { 1_795_363_200_000 }

    func sleep(for duration: Duration) async throws(CancellationError) {
        elapsed.withLock { $0 += duration }
    }
}
