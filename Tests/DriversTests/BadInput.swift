import KioskPorts
import Simulator
import Synchronization

/// A change of one message.
enum Damage: Hashable {
    /// Only the first bytes arrive.
    case prefix(Int)
    /// One byte has another value.
    case byte(at: Int, value: UInt8)

    func applied(to bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .prefix(let count): return Array(bytes.prefix(count))
        case .byte(let offset, let value):
            var bytes = bytes
            bytes[offset] = value
            return bytes
        }
    }

    /// Every prefix and every changed byte of a message: all values of a byte, or the eight with one bit changed.
    static func all(of message: [UInt8], everyValue: Bool) -> [Damage] {
        let values: (UInt8) -> [UInt8] = { byte in
            everyValue
                ? (UInt8.min...UInt8.max).filter { $0 != byte } : (0..<8).map { byte ^ (1 << $0) }
        }
        return (0..<message.count).map(Damage.prefix)
            + message.indices.flatMap { offset in
                values(message[offset]).map { Damage.byte(at: offset, value: $0) }
            }
    }
}

/// A reader on a cable that damages one message, counted from zero, in one direction. It also records what passes.
final class DamagingCable: SimulatedUSBDevice {
    enum Direction: CaseIterable { case toReader, fromReader }

    private struct State {
        var toReader: [[UInt8]] = []
        var fromReader: [[UInt8]] = []
    }

    private let model: any SimulatedUSBDevice
    private let direction: Direction
    private let ordinal: Int
    private let damage: Damage?
    private let state = Mutex(State())

    init(
        _ model: any SimulatedUSBDevice, _ direction: Direction, _ ordinal: Int, _ damage: Damage?
    ) {
        self.model = model
        self.direction = direction
        self.ordinal = ordinal
        self.damage = damage
    }

    func messages(_ direction: Direction) -> [[UInt8]] {
        state.withLock { direction == .toReader ? $0.toReader : $0.fromReader }
    }

    private func pass(_ bytes: [UInt8], _ way: Direction) -> [UInt8] {
        state.withLock { state in
            let number = way == .toReader ? state.toReader.count : state.fromReader.count
            if way == .toReader {
                state.toReader.append(bytes)
            } else {
                state.fromReader.append(bytes)
            }
            guard let damage, way == direction, number == ordinal else { return bytes }
            return damage.applied(to: bytes)
        }
    }

    var descriptors: USBDescriptors { model.descriptors }

    func string(at index: UInt8) -> String? { model.string(at: index) }

    func control(_ setup: USBSetup, data: [UInt8], now: Duration) -> SimulatedControlAnswer {
        model.control(setup, data: data, now: now)
    }

    func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        model.receive(pass(data, .toReader), on: endpoint, now: now)
    }

    func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        let answer = model.send(on: endpoint, capacity: capacity, now: now)
        guard case .bytes(let bytes) = answer, endpoint.raw == 0x82 else { return answer }
        return .bytes(pass(bytes, .fromReader))
    }

    func nextWake(now: Duration) -> Duration? { model.nextWake(now: now) }

    func clearHalt(_ endpoint: USBEndpointAddress) { model.clearHalt(endpoint) }

    func reset(now: Duration) { model.reset(now: now) }
}
