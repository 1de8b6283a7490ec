/// The invariants of design §5 that a simulation checks.
package enum Invariant: String, Hashable, Sendable, Codable, CaseIterable {
    case k1 = "K1"
    case k2 = "K2"
    case k3 = "K3"
    case k4 = "K4"
    case k5 = "K5"
    case k6 = "K6"
    case k7 = "K7"
    case k8 = "K8"
    case k9 = "K9"
    case k10 = "K10"
    case k11 = "K11"
    case k12 = "K12"
    case k13 = "K13"
    case k14 = "K14"
    case k15 = "K15"

    /// What it says, in a few words.
    package var sentence: String {
        switch self {
        case .k1: "one usable card for each account"
        case .k2: "the new card lives when the old one is dead"
        case .k3: "a card inside is never delivered; at rest it is void and listed"
        case .k4: "captured only on evidence; with evidence, captured"
        case .k5: "money moves once, and has one end"
        case .k6: "the counts add up, and what differs is said"
        case .k7: "every movement has an intent before and an end after"
        case .k8: "a card is in one place, and never issued twice"
        case .k9: "a motion goes out once"
        case .k10: "no case starts that could not be undone"
        case .k11: "without faults everything comes to rest in 15 minutes"
        case .k12: "every event arrives once, in order, none missing"
        case .k13: "recovering again changes nothing"
        case .k14: "no secret and no whole number is written down"
        case .k15: "nobody counts while a case runs"
        }
    }
}

/// An invariant that did not hold, and how to see it again.
package struct Break: Hashable, Sendable, Codable {
    package let invariant: Invariant
    package let seed: UInt64
    /// The step of the world at which it was seen.
    package let step: Int
    package let detail: String
    /// Cases of the world, where not all worlds of the kind have the same number.
    package var cases: Int?
    /// The shortest schedule of faults found that leads to it.
    package var schedule: [FaultStrike]

    package init(
        invariant: Invariant, seed: UInt64, step: Int, detail: String, cases: Int? = nil,
        schedule: [FaultStrike] = []
    ) {
        self.invariant = invariant
        self.seed = seed
        self.step = step
        self.detail = detail
        self.cases = cases
        self.schedule = schedule
    }
}
