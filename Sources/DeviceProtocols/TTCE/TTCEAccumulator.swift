/// What the line delivered.
package enum TTCEEvent: Hashable, Sendable {
    case control(TTCEControl)
    case frame(TTCEFrame)
    /// Something that began like a packet and is none.
    case damaged(TTCEDamage)
    /// Bytes that belong to nothing.
    case noise(Int)
}

/// Why a packet was refused.
package enum TTCEDamage: Hashable, Sendable, CaseIterable {
    case otherAddress
    /// LEN is below 2 or above 293.
    case length
    /// No 03 where LEN says.
    case noEnd
    case check
    /// The rest did not come in time.
    case incomplete
}

/// Cuts received bytes into packets and controls, however they are split, by LEN only.
///
/// After a damaged packet it looks for the next 02 inside what was received already; controls within a damaged packet's
/// extent are noise.
package struct TTCEAccumulator: Sendable {
    private static let headLength = 5

    private let address: TTCEAddress
    private var pending: [UInt8] = []
    /// Bytes at the front of `pending` that belong to a packet found damaged.
    private var spoiled = 0

    /// Only what bears this address is let through.
    package init(address: TTCEAddress) { self.address = address }

    /// Whether a packet or a control has begun and its rest is missing.
    package var isInsidePacket: Bool { !pending.isEmpty }

    package mutating func receive(_ bytes: some Sequence<UInt8>) -> [TTCEEvent] {
        pending += bytes
        return drain()
    }

    /// Nothing more came in time: gives up what began, and looks inside it.
    package mutating func giveUp() -> [TTCEEvent] {
        var events: [TTCEEvent] = []
        // Each round drops at least one byte.
        while let first = pending.first {
            if first == TTCEFrame.start {
                events.append(spoil(.incomplete, extent: pending.count))
            } else {
                pending.removeFirst()
                events.append(.noise(1))
            }
            events += drain()
        }
        return Self.joined(events)
    }

    private mutating func drain() -> [TTCEEvent] {
        var events: [TTCEEvent] = []
        while let first = pending.first {
            guard let event = first == TTCEFrame.start ? packet() : single(first) else { break }
            events.append(event)
        }
        return Self.joined(events)
    }

    /// The control or the noise at the front, or nil until there is enough of it.
    private mutating func single(_ byte: UInt8) -> TTCEEvent? {
        guard spoiled == 0, let control = TTCEControl(rawValue: byte) else { return noise() }
        let whole = control.bytes(address: address)
        let there = pending.prefix(whole.count)
        guard whole.starts(with: there) else { return noise() }
        guard there.count == whole.count else { return nil }
        pending.removeFirst(whole.count)
        return .control(control)
    }

    private mutating func noise() -> TTCEEvent {
        pending.removeFirst()
        spoiled = max(0, spoiled - 1)
        return .noise(1)
    }

    /// The packet at the front, or nil until there is enough of it.
    private mutating func packet() -> TTCEEvent? {
        guard pending.count >= Self.headLength else { return nil }
        let length = Int(pending[3]) << 8 | Int(pending[4])
        guard (TTCEFrame.minimumText...TTCEFrame.maximumText).contains(length) else {
            return spoil(.length, extent: Self.headLength)
        }
        let whole = length + TTCEFrame.overhead
        guard pending.count >= whole else { return nil }
        if let damage = damage(in: pending.prefix(whole)) { return spoil(damage, extent: whole) }
        let text = Array(pending[Self.headLength..<(whole - 2)])
        pending.removeFirst(whole)
        spoiled = max(0, spoiled - whole)
        return .frame(TTCEFrame(address: address, text: text))
    }

    private func damage(in bytes: ArraySlice<UInt8>) -> TTCEDamage? {
        if bytes[bytes.endIndex - 2] != TTCEFrame.end { return .noEnd }
        if TTCEFrame.check(bytes) != 0 { return .check }
        return Array(bytes.dropFirst().prefix(2)) == address.digits ? nil : .otherAddress
    }

    private mutating func spoil(_ damage: TTCEDamage, extent: Int) -> TTCEEvent {
        pending.removeFirst()
        spoiled = max(spoiled, extent) - 1
        return .damaged(damage)
    }

    /// Neighbouring noise as one event.
    private static func joined(_ events: [TTCEEvent]) -> [TTCEEvent] {
        events.reduce(into: []) { joined, event in
            if case .noise(let more) = event, case .noise(let count)? = joined.last {
                joined[joined.count - 1] = .noise(count + more)
            } else {
                joined.append(event)
            }
        }
    }
}
