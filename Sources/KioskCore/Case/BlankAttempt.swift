package import CampusCard

/// How far a case has got with its blanks. A case takes at most two.
package struct BlankAttempt: Hashable, Sendable {
    /// The most blanks that one case may use.
    package static let limit = 2
    /// A feed that provably moved nothing is tried again this often for one blank.
    package static let feedRetryLimit = 1

    /// 1 or 2.
    package let ordinal: Int
    package let feedRetries: Int
    /// The student asked to stop, or left: the case ends as soon as the machine's hands are free.
    package let leaving: AbandonReason?

    package static let first = BlankAttempt(ordinal: 1, feedRetries: 0, leaving: nil)

    package init(ordinal: Int, feedRetries: Int, leaving: AbandonReason?) {
        precondition((1...Self.limit).contains(ordinal), "A case takes at most two blanks")
        precondition((0...Self.feedRetryLimit).contains(feedRetries), "A feed is retried once")
        self.ordinal = ordinal
        self.feedRetries = feedRetries
        self.leaving = leaving
    }

    /// The same blank with the wish to leave noted; the first wish stands.
    func leaving(_ reason: AbandonReason) -> BlankAttempt {
        BlankAttempt(ordinal: ordinal, feedRetries: feedRetries, leaving: leaving ?? reason)
    }

    /// The feed once more, or nil when it was tried often enough.
    var retryingFeed: BlankAttempt? {
        guard feedRetries < Self.feedRetryLimit else { return nil }
        return BlankAttempt(ordinal: ordinal, feedRetries: feedRetries + 1, leaving: leaving)
    }

    /// The next blank, or nil when the case has used its share.
    var next: BlankAttempt? {
        guard ordinal < Self.limit else { return nil }
        return BlankAttempt(ordinal: ordinal + 1, feedRetries: 0, leaving: leaving)
    }
}
