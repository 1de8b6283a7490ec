internal import Synchronization

/// The classes of commands, by what a repetition does (design §6); a unit counts each from 1.
package enum LineOccasion: String, Hashable, Sendable, Codable, CaseIterable {
    /// Asks, and changes nothing.
    case query
    /// Brings the unit to a state, however often it is sent.
    case setup
    /// Moves a card.
    case motion
}

/// One fault of a plan: what, at which class of command, and at the how-manieth of it.
package struct PlannedLineFault<Kind: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    package let kind: Kind
    package let occasion: LineOccasion
    /// The number of the command in its class, from 1, counted since the unit was made.
    package let ordinal: Int

    /// - Precondition: the ordinal is at least 1.
    package init(_ kind: Kind, at occasion: LineOccasion, ordinal: Int = 1) {
        precondition(ordinal >= 1, "occasions count from 1")
        self.kind = kind
        self.occasion = occasion
        self.ordinal = ordinal
    }
}

/// The faults that a unit's line still has to come, how often each occasion has been, and what has struck. Whoever plans
/// faults and the unit share it.
package final class LineFaults<Kind: Hashable & Sendable & Codable>: Sendable {
    package typealias Planned = PlannedLineFault<Kind>

    private struct Plan {
        var pending: [Planned]
        var struck: [Planned] = []
        var occasions: [LineOccasion: Int] = [:]
    }

    private let plan: Mutex<Plan>

    package init(_ faults: [Planned] = []) {
        plan = Mutex(Plan(pending: faults))
    }

    /// Plans a fault for the next command of a class, or for a later one.
    /// - Parameter skipping: how many commands of the class come before it.
    package func arm(_ kind: Kind, at occasion: LineOccasion, skipping: Int = 0) {
        plan.withLock { plan in
            let ordinal = plan.occasions[occasion, default: 0] + 1 + skipping
            plan.pending.append(Planned(kind, at: occasion, ordinal: ordinal))
        }
    }

    /// Faults that struck, in order: a test proves by this list that each kind was hit.
    package var struck: [Planned] { plan.withLock { $0.struck } }

    /// Hands out what has struck since the last call.
    package func takeStruck() -> [Planned] {
        plan.withLock { plan in
            defer { plan.struck = [] }
            return plan.struck
        }
    }

    /// Nothing that is pending strikes.
    package func forget() { plan.withLock { $0.pending = [] } }

    /// Counts one occasion and hands out the faults that strike on it.
    func strike(_ occasion: LineOccasion) -> Set<Kind> {
        plan.withLock { plan in
            let ordinal = plan.occasions[occasion, default: 0] + 1
            plan.occasions[occasion] = ordinal
            let due = plan.pending.filter { $0.occasion == occasion && $0.ordinal == ordinal }
            plan.pending.removeAll { due.contains($0) }
            plan.struck += due
            return Set(due.map(\.kind))
        }
    }
}
