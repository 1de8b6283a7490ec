import Simulator
import Synchronization

/// Damage to one message on a serial line.
struct Tamper: Hashable, Sendable {
    enum Direction: String, Hashable, Sendable, CaseIterable { case toUnit, toHost }

    enum Change: Hashable, Sendable {
        /// Only so many bytes arrive.
        case cut(Int)
        case changed(Int, to: UInt8)
        /// One byte comes twice.
        case doubled(Int)
        /// From one byte on it comes later: after a gap that voids a packet, and before the sender gives up.
        case late(Int)
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
        case .doubled(let position):
            return Array(bytes.prefix(position + 1)) + Array(bytes.dropFirst(position))
        case .late(let position): return Array(bytes.prefix(position))
        }
    }

    /// What comes of a message afterwards.
    func held(of bytes: [UInt8]) -> [UInt8] {
        switch change {
        case .cut, .changed, .doubled: []
        case .late(let position): Array(bytes.dropFirst(position))
        }
    }
}

/// The cable between bridge and unit: it keeps what passes, and damages one message.
final class TamperedCable: SerialUnit {
    /// How long late bytes stay behind.
    private static let lateness = Duration.milliseconds(120)

    private let end: Mutex<any SerialUnit>
    private let late = Mutex<(due: Duration, bytes: [UInt8])?>(nil)
    private let tamper: Tamper?
    private let passed = Mutex<[Tamper.Direction: [[UInt8]]]>([:])

    init(_ unit: any SerialUnit, tamper: Tamper? = nil) {
        end = Mutex(unit)
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
    func exchange(for unit: any SerialUnit) { end.withLock { $0 = unit } }

    private var unit: any SerialUnit { end.withLock { $0 } }

    var baud: Int { unit.baud }

    func receive(_ bytes: [UInt8], now: Duration) {
        // A line keeps its order.
        catchUp(now, waits: false)
        unit.receive(pass(bytes, .toUnit, now), now: now)
    }

    func send(atMost capacity: Int, now: Duration) -> [UInt8] {
        catchUp(now, waits: true)
        if tamper?.direction == .toHost, late.withLock({ $0 != nil }) {
            return takeLate(now, waits: true) ?? []
        }
        let bytes = unit.send(atMost: capacity, now: now)
        return bytes.isEmpty ? [] : pass(bytes, .toHost, now)
    }

    func nextWake(now: Duration) -> Duration? {
        [unit.nextWake(now: now), late.withLock { $0?.due }].compactMap(\.self).min()
    }

    /// Late bytes to the unit arrive.
    private func catchUp(_ now: Duration, waits: Bool) {
        guard tamper?.direction == .toUnit, let bytes = takeLate(now, waits: waits) else {
            return
        }
        unit.receive(bytes, now: now)
    }

    private func takeLate(_ now: Duration, waits: Bool) -> [UInt8]? {
        late.withLock { late in
            guard let held = late, held.due <= now || !waits else { return nil }
            late = nil
            return held.bytes
        }
    }

    func lineLost(now: Duration) { unit.lineLost(now: now) }

    private func pass(
        _ bytes: [UInt8], _ direction: Tamper.Direction, _ now: Duration
    ) -> [UInt8] {
        let index = passed.withLock { passed in
            passed[direction, default: []].append(bytes)
            return (passed[direction]?.count ?? 0) - 1
        }
        guard let tamper, tamper.direction == direction, tamper.index == index else { return bytes }
        let held = tamper.held(of: bytes)
        if !held.isEmpty { late.withLock { $0 = (now + Self.lateness, held) } }
        return tamper.applied(to: bytes)
    }
}
