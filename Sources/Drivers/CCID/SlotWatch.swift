internal import DeviceProtocols

/// Whether a card is in a slot.
package struct SlotPresence: Hashable, Sendable {
    package let slot: UInt8
    package let isPresent: Bool

    package init(slot: UInt8, isPresent: Bool) {
        self.slot = slot
        self.isPresent = isPresent
    }
}

/// Makes presence out of notices: a card at the edge of the field comes and goes many times a second, so a change counts
/// once it has stood for a while (devices.md §6.6).
struct SlotWatch: Hashable, Sendable {
    private struct Change: Hashable {
        let isPresent: Bool
        let since: Duration
    }

    /// What was told of each slot; nil before anything was.
    private var told: [Bool?]
    private var changes: [Change?]

    init(slots: Int) {
        told = Array(repeating: nil, count: slots)
        changes = Array(repeating: nil, count: slots)
    }

    var isNew: Bool { told.allSatisfy { $0 == nil } && changes.allSatisfy { $0 == nil } }

    /// Takes in what is said of one slot. One that the reader does not have is passed over: bitmaps are whole bytes.
    mutating func hear(slot: Int, isPresent: Bool, now: Duration) {
        guard told.indices.contains(slot) else { return }
        if told[slot] == isPresent {
            changes[slot] = nil
        } else if changes[slot]?.isPresent != isPresent {
            changes[slot] = Change(isPresent: isPresent, since: now)
        }
    }

    /// The slots that changed and have stood still since, each told once.
    mutating func settled(now: Duration) -> [SlotPresence] {
        var found: [SlotPresence] = []
        for (index, change) in changes.enumerated() {
            guard let change, now - change.since >= CCIDLimits.settling else { continue }
            changes[index] = nil
            told[index] = change.isPresent
            found.append(SlotPresence(slot: UInt8(index), isPresent: change.isPresent))
        }
        return found
    }

    /// When the next change will have stood for long enough; nil when there is none.
    var nextSettling: Duration? {
        changes.compactMap { $0?.since }.min().map { $0 + CCIDLimits.settling }
    }
}
