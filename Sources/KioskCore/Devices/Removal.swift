/// What became of a card that is no longer at the exit.
package enum Removal: String, Hashable, Sendable, Codable, CaseIterable {
    /// A hand took it, seen while powered and awake.
    case taken
    /// The unit drew it back into its bin.
    case retracted
    /// It is gone and nobody saw how.
    case unclear
}

/// What is known when the exit is found empty.
///
/// One sensor sees the exit, so a transition proves a hand only as far as that sensor can be believed: one that goes blind
/// while a card is awaited there is taken for a hand. What bounds it is named in the README under *Guarantees*.
package struct ExitEvidence: Hashable, Sendable {
    /// The exit sensor was covered at one look and free at the next, with no gap in watching.
    package let sawTransition: Bool
    /// The bin's count when the card was presented, and now; nil when the unit did not tell.
    package let binCountBefore: Int?
    package let binCountAfter: Int?
    /// Commissioning proved that the bin counter counts.
    package let counterProven: Bool
    /// The unit pulls an untaken card back by its own timer.
    package let unitRetracts: Bool

    package init(
        sawTransition: Bool, binCountBefore: Int?, binCountAfter: Int?, counterProven: Bool,
        unitRetracts: Bool
    ) {
        self.sawTransition = sawTransition
        self.binCountBefore = binCountBefore
        self.binCountAfter = binCountAfter
        self.counterProven = counterProven
        self.unitRetracts = unitRetracts
    }

    /// Design §4 and §7: *taken* only from a transition seen live, and, on a unit that can retract, only if a proven
    /// counter did not move; *retracted* only from a proven counter that moved by one.
    package var removal: Removal {
        if counterProven, let before = binCountBefore, let after = binCountAfter {
            if after == Self.count(after: before) { return .retracted }
            if after == before { return sawTransition ? .taken : .unclear }
            return .unclear
        }
        return sawTransition && !unitRetracts ? .taken : .unclear
    }

    /// What a counter shows after one more card: units count to 999 and begin again (CRT-591 protocol, A5 30: three digits).
    package static func count(after count: Int) -> Int { (count + 1) % 1000 }
}
