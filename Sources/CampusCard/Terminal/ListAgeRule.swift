/// How long a terminal that is offline may go on with the list it has: first in full, then with small
/// amounts only, then not at all.
package struct ListAgeRule: Hashable, Sendable {
    /// Up to this age of the list a terminal trusts it in full.
    package let trustedSeconds: Int
    /// Up to this age it still sells up to `reducedLimit`.
    package let longestSeconds: Int
    package let reducedLimit: Money

    /// - Precondition: 0 ≤ `trustedSeconds` ≤ `longestSeconds`, and the limit is not negative.
    package init(trustedSeconds: Int, longestSeconds: Int, reducedLimit: Money) {
        precondition(
            0 <= trustedSeconds && trustedSeconds <= longestSeconds && reducedLimit >= .zero,
            "a list is trusted for \(trustedSeconds) of \(longestSeconds) s, then to \(reducedLimit)"
        )
        self.trustedSeconds = trustedSeconds
        self.longestSeconds = longestSeconds
        self.reducedLimit = reducedLimit
    }

    /// An hour in full, a day in small amounts.
    package static let ordinary = ListAgeRule(
        trustedSeconds: 3_600, longestSeconds: 86_400, reducedLimit: Money(fen: 2_000))

    /// - Parameter age: of the list; nil for a terminal that asks the store.
    package func allowance(listAgeSeconds age: Int?) -> OfflineAllowance {
        guard let age, age > trustedSeconds else { return .full }
        return age > longestSeconds ? .none : .upTo(reducedLimit)
    }
}

/// What a terminal may sell with the list it has.
package enum OfflineAllowance: Hashable, Sendable {
    case full
    case upTo(Money)
    case none
}
