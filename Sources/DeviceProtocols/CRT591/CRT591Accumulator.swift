/// What the line delivered.
package enum CRT591Event: Hashable, Sendable {
    case control(CRT591Control)
    case frame(CRT591Frame)
    /// Something that began like a packet and is none.
    case damaged(CRT591Damage)
    /// Bytes that belong to nothing.
    case noise(Int)
}

/// Why a packet was refused.
package enum CRT591Damage: Hashable, Sendable, CaseIterable {
    case otherAddress
    /// LEN is below 3 or above 518.
    case length
    /// No 03 where LEN says.
    case noEnd
    case check
    /// The rest did not come in time.
    case incomplete
}

/// Cuts received bytes into packets and control bytes, however they are split, by LEN only.
///
/// After a damaged packet it looks for the next F2 inside what was received already; control bytes
/// within a damaged packet's extent are noise, since noise can fake an ACK (devices.md §2.2).
package struct CRT591Accumulator: Sendable {
    private let address: UInt8
    private var pending: [UInt8] = []
    /// Bytes at the front of `pending` that belong to a packet found damaged.
    private var spoiled = 0

    /// Only packets of this address are let through.
    package init(address: UInt8) { self.address = address }

    /// Whether a packet has begun and its rest is missing.
    package var isInsidePacket: Bool { !pending.isEmpty }

    package mutating func receive(_ bytes: some Sequence<UInt8>) -> [CRT591Event] {
        pending += bytes
        return drain()
    }

    /// Nothing more came in time: gives up the packet that began, and looks inside it.
    package mutating func giveUp() -> [CRT591Event] {
        var events: [CRT591Event] = []
        // Each round drops at least one byte.
        while !pending.isEmpty {
            events.append(spoil(.incomplete, extent: pending.count))
            events += drain()
        }
        return Self.joined(events)
    }

    private mutating func drain() -> [CRT591Event] {
        var events: [CRT591Event] = []
        while let first = pending.first {
            if first == CRT591Frame.start {
                guard let event = packet() else { break }
                events.append(event)
            } else {
                events.append(single(first))
            }
        }
        return Self.joined(events)
    }

    private mutating func single(_ byte: UInt8) -> CRT591Event {
        pending.removeFirst()
        if spoiled > 0 {
            spoiled -= 1
            return .noise(1)
        }
        return CRT591Control(rawValue: byte).map(CRT591Event.control) ?? .noise(1)
    }

    /// The packet at the front, or nil until there is enough of it.
    private mutating func packet() -> CRT591Event? {
        guard pending.count >= 4 else { return nil }
        let length = Int(pending[2]) << 8 | Int(pending[3])
        guard (CRT591Frame.minimumText...CRT591Frame.maximumText).contains(length) else {
            return spoil(.length, extent: 4)
        }
        let whole = length + CRT591Frame.overhead
        guard pending.count >= whole else { return nil }
        if let damage = damage(in: pending.prefix(whole)) { return spoil(damage, extent: whole) }
        let text = Array(pending[4..<(whole - 2)])
        pending.removeFirst(whole)
        spoiled = max(0, spoiled - whole)
        return .frame(CRT591Frame(address: address, text: text))
    }

    private func damage(in bytes: ArraySlice<UInt8>) -> CRT591Damage? {
        if bytes[bytes.endIndex - 2] != CRT591Frame.end { return .noEnd }
        if CRT591Frame.check(bytes) != 0 { return .check }
        return bytes[bytes.startIndex + 1] == address ? nil : .otherAddress
    }

    private mutating func spoil(_ damage: CRT591Damage, extent: Int) -> CRT591Event {
        pending.removeFirst()
        spoiled = max(spoiled, extent) - 1
        return .damaged(damage)
    }

    /// Neighbouring noise as one event.
    private static func joined(_ events: [CRT591Event]) -> [CRT591Event] {
        events.reduce(into: []) { joined, event in
            if case .noise(let more) = event, case .noise(let count)? = joined.last {
                joined[joined.count - 1] = .noise(count + more)
            } else {
                joined.append(event)
            }
        }
    }
}
