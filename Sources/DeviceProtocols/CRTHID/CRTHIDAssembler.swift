/// What reports delivered.
package enum CRTHIDEvent: Hashable, Sendable {
    case control(CRTHIDControl)
    case frame(CRTHIDFrame)
    /// Something that began like a packet and is none.
    case damaged(CRTHIDDamage)
    /// A report that begins nothing and goes on with nothing.
    case stray
}

/// Why a packet was refused.
package enum CRTHIDDamage: Hashable, Sendable, CaseIterable {
    /// LEN is below 3 or above 295, or not in the first report.
    case length
    case check
    /// The rest did not come in time.
    case incomplete
}

/// Puts reports together to packets, by LEN only.
///
/// Reports bear no number: that one was lost, doubled or overtaken shows by the CRC. After a damaged packet the reports
/// that were taken for its rest are looked at again, since one of them may begin the next packet; those that do not are
/// stray, also where they look like a control.
package struct CRTHIDAssembler: Sendable {
    private var pending: [[UInt8]] = []
    /// Reports at the front of `pending` that belong to a packet found damaged.
    private var spoiled = 0

    package init() {}

    /// Whether a packet has begun and its rest is missing.
    package var isInsidePacket: Bool { !pending.isEmpty }

    /// Takes in one report of 1 to 64 bytes; an empty one is nothing.
    package mutating func receive(_ report: [UInt8]) -> [CRTHIDEvent] {
        guard !report.isEmpty else { return [] }
        pending.append(report)
        return drain()
    }

    /// Nothing more came in time: gives up the packet that began, and looks at its reports again.
    package mutating func giveUp() -> [CRTHIDEvent] {
        var events: [CRTHIDEvent] = []
        // Each round drops at least one report.
        while !pending.isEmpty {
            events.append(spoil(.incomplete, extent: pending.count))
            events += drain()
        }
        return events
    }

    private mutating func drain() -> [CRTHIDEvent] {
        var events: [CRTHIDEvent] = []
        while let first = pending.first {
            if first[0] == CRTHIDFrame.start {
                guard let event = packet(first) else { break }
                events.append(event)
            } else {
                events.append(single(first))
            }
        }
        return events
    }

    private mutating func single(_ report: [UInt8]) -> CRTHIDEvent {
        pending.removeFirst()
        if spoiled > 0 {
            spoiled -= 1
            return .stray
        }
        return CRTHIDControl(report).map(CRTHIDEvent.control) ?? .stray
    }

    /// The packet at the front, or nil until there is enough of it.
    private mutating func packet(_ first: [UInt8]) -> CRTHIDEvent? {
        guard first.count >= CRTHIDFrame.headLength else { return spoil(.length, extent: 1) }
        let length = Int(first[1]) << 8 | Int(first[2])
        guard (CRTHIDFrame.minimumText...CRTHIDFrame.maximumText).contains(length) else {
            return spoil(.length, extent: 1)
        }
        let whole = length + CRTHIDFrame.overhead
        var bytes: [UInt8] = []
        var extent = 0
        while bytes.count < whole {
            guard extent < pending.count else { return nil }
            bytes += pending[extent]
            extent += 1
        }
        // Over a packet and its own CRC the sum is 0. What fills the last report up is not looked at.
        guard CRC16.of(bytes.prefix(whole)) == 0 else { return spoil(.check, extent: extent) }
        pending.removeFirst(extent)
        spoiled = max(0, spoiled - extent)
        return .frame(
            CRTHIDFrame(text: Array(bytes[CRTHIDFrame.headLength..<(whole - 2)])))
    }

    private mutating func spoil(_ damage: CRTHIDDamage, extent: Int) -> CRTHIDEvent {
        pending.removeFirst()
        spoiled = max(spoiled, extent) - 1
        return .damaged(damage)
    }
}
