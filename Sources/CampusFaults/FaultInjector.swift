import Simulator

/// One fault that struck: the nth occasion at which one of its kind could.
package struct FaultStrike: Hashable, Sendable, Codable, CustomStringConvertible {
    package let kind: FaultKind
    /// From 1.
    package let occasion: Int

    package init(kind: FaultKind, occasion: Int) {
        self.kind = kind
        self.occasion = occasion
    }

    package var description: String { "\(kind.name)@\(occasion)" }

    /// As `description` writes it; nil for anything else.
    package init?(parsing text: Substring) {
        let parts = text.split(separator: "@", maxSplits: 1)
        guard parts.count == 2, let kind = FaultKind.named(parts[0]), let occasion = Int(parts[1])
        else { return nil }
        self.init(kind: kind, occasion: occasion)
    }
}

/// Decides at each occasion whether a fault strikes: drawn from a seed, or from a list. The list of what struck, given
/// again, makes the same run; a part of the list makes a run with fewer faults.
package struct FaultInjector: Sendable {
    private enum Source {
        case drawn(FaultRates, SeededGenerator)
        case listed(Set<FaultStrike>)
        /// The faults have stopped: what follows shows whether everything comes to rest (K11).
        case stopped
    }
    private var source: Source
    private var occasions = Array(repeating: 0, count: FaultKind.allCases.count)
    /// What struck, in order.
    package private(set) var strikes: [FaultStrike] = []
    package private(set) var counts = FaultCounts()
    private let strikesAtOnce: Bool

    /// - Parameter strikesAtOnce: false where a draw only plans what strikes later, or never: `struck` says when.
    package init(rates: FaultRates, seed: UInt64, strikesAtOnce: Bool = true) {
        self.strikesAtOnce = strikesAtOnce
        source = .drawn(rates, SeededGenerator(seed: seed ^ 0xFA_017))
    }

    /// Only these strike.
    package init(only strikes: [FaultStrike], strikesAtOnce: Bool = true) {
        self.strikesAtOnce = strikesAtOnce
        source = .listed(Set(strikes))
    }

    /// Asked at each occasion; the answer is final.
    package mutating func strikes(_ kind: FaultKind) -> Bool {
        occasions[kind.rawValue] += 1
        let strike = FaultStrike(kind: kind, occasion: occasions[kind.rawValue])
        let hits: Bool
        switch source {
        case .drawn(let rates, var random):
            hits = rates.strikes(kind, &random)
            source = .drawn(rates, random)
        case .listed(let listed): hits = listed.contains(strike)
        case .stopped: hits = false
        }
        if hits {
            strikes.append(strike)
            counts.drawn(kind)
            if strikesAtOnce { counts.injected(kind) }
        }
        return hits
    }

    /// What was planned has struck.
    package mutating func struck(_ kind: FaultKind) { counts.injected(kind) }

    /// The mark of a model: called where the code that has to deal with such a fault has dealt with it.
    package mutating func mark(_ kind: FaultKind) { counts.handled(kind) }

    /// From now on nothing strikes.
    package mutating func stop() { source = .stopped }
}
