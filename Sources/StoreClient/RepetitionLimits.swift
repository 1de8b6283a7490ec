/// How often and how long a call is tried within its deadline.
package struct RepetitionLimits: Hashable, Sendable {
    /// The longest that one try may take: a lost connection is noticed by then.
    package let oneTry: Duration
    /// The pauses after each try; their number is the most tries of one call.
    package let pauses: [Duration]

    package init(oneTry: Duration, pauses: [Duration]) {
        self.oneTry = oneTry
        self.pauses = pauses
    }

    /// An answer that takes longer lets a person wait.
    static let slowAnswer: Duration = .seconds(1)

    /// At most 40 tries of at most 10 s: soon at first, then every two seconds.
    package static let ordinary = RepetitionLimits(
        oneTry: .seconds(10),
        pauses: [.milliseconds(200), .milliseconds(500), .seconds(1)]
            + Array(repeating: .seconds(2), count: 37))
}
