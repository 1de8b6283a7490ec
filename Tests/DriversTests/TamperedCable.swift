import Simulator
import Synchronization

/// Damage to one message on a serial line.
struct Tamper: Hashable, Sendable {
    enum Direction: String, Hashable, Sendable, CaseIterable { case toUnit, toHost }

    enum Change: Hashable, Sendable {
        /// Only so many bytes arrive.
        case cut(Int)
        case changed(Int, to: UInt8)
    }

    let direction: Direction
    /// Which message in this direction, from 0 on.
    let index: Int
    let change: Change

    func applied(to bytes: [UInt8]) -> [UInt8] {
        switch change {
        case .cut(let count): return Array(bytes.prefix(count))
        case .changed(let position, let value):
            guard bytes.indices.contains(position) else { return bytes }
            var changed = bytes
            changed[position] = value
            return changed
        }
    }
}

/// The cable between bridge and unit: it keeps what passes, and damages one message.
final class TamperedCable: SerialUnit {
    private let held: Mutex<any SerialUnit>
    private let tamper: Tamper?
    private let passed = Mutex<[Tamper.Direction: [[UInt8]]]>([:])

    init(_ unit: any SerialUnit, tamper: Tamper? = nil) {
        held = Mutex(unit)
        self.tamper = tamper
    }

    /// The messages of one direction, before any damage.
    func messages(_ direction: Tamper.Direction) -> [[UInt8]] {
        passed.withLock { $0[direction] ?? [] }
    }

    /// Whether the damage was done.
    var isHit: Bool {
        tamper.map { messages($0.direction).count > $0.index } ?? false
    }

    /// Another unit is put at its end.
    func exchange(for unit: any SerialUnit) { held.withLock { $0 = unit } }

    private var unit: any SerialUnit { held.withLock { $0 } }

    var baud: Int { unit.baud }

    func receive(_ bytes: [UInt8], now: Duration) {
        unit.receive(pass(bytes, .toUnit), now: now)
    }

    func send(atMost capacity: Int, now: Duration) -> [UInt8] {
        let bytes = unit.send(atMost: capacity, now: now)
        return bytes.isEmpty ? [] : pass(bytes, .toHost)
    }

    func nextWake(now: Duration) -> Duration? { unit.nextWake(now: now) }

    func lineLost(now: Duration) { unit.lineLost(now: now) }

    private func pass(_ bytes: [UInt8], _ direction: Tamper.Direction) -> [UInt8] {
        let index = passed.withLock { passed in
            passed[direction, default: []].append(bytes)
            return (passed[direction]?.count ?? 0) - 1
        }
        guard let tamper, tamper.direction == direction, tamper.index == index else { return bytes }
        return tamper.applied(to: bytes)
    }
}
