package import CampusCard
package import KioskCore

/// What the screen needs of the kiosk: a numbered snapshot, a stream of new numbers, and one way to act.
package protocol ScreenHost: Sendable {
    func snapshot() async -> ScreenSnapshot

    /// The number of each new snapshot, beginning with the present one; a slow reader may miss some.
    func stateNumbers() async -> AsyncStream<Int>

    /// Does what the student did on the page of this number; a stale number is refused.
    func perform(_ action: ScreenAction, stateNumber: Int) async -> ScreenReply
}

/// What a student can do.
package enum ScreenAction: Hashable, Sendable {
    case tap(Tap)
    case logIn(StudentNumber, CardPassword)
    case changePassword(CardPassword)
    case chooseLanguage(ScreenLanguage)
}

/// What came of it.
package enum ScreenReply: Hashable, Sendable {
    /// The page has this number now.
    case accepted(stateNumber: Int)
    /// The tap was meant for a page that is no longer shown.
    case stale(stateNumber: Int)
    case refused(EventRefusal, stateNumber: Int)
}

/// The languages of the screen.
package enum ScreenLanguage: String, Hashable, Sendable, Codable, CaseIterable {
    case chinese = "zh-Hans"
    case english = "en"
}

/// All that a page shows, at one moment.
package struct ScreenSnapshot: Hashable, Sendable {
    package let stateNumber: Int
    package let state: KioskState
    package let language: ScreenLanguage
    package let kiosk: KioskID
    /// The case number for people; nil at home.
    package let caseID: CaseID?
    package let holder: MaskedHolder?
    package let quote: QuotedFee?
    /// Figures of the last refusal.
    package let refused: Refused?
    /// Why replacement is out of service, each with its beginning; empty when it works.
    package let reasons: [StandingReason]
    /// Milliseconds until the timer of this page fires: the countdown of a warning, or of the card at the exit.
    package let remainingMilliseconds: Int64?
    /// Wall time of the snapshot, milliseconds since 1970 UTC.
    package let wallMilliseconds: Int64

    package init(
        stateNumber: Int, state: KioskState, language: ScreenLanguage, kiosk: KioskID,
        caseID: CaseID?, holder: MaskedHolder?, quote: QuotedFee?, refused: Refused?,
        reasons: [StandingReason], remainingMilliseconds: Int64?, wallMilliseconds: Int64
    ) {
        self.stateNumber = stateNumber
        self.state = state
        self.language = language
        self.kiosk = kiosk
        self.caseID = caseID
        self.holder = holder
        self.quote = quote
        self.refused = refused
        self.reasons = reasons
        self.remainingMilliseconds = remainingMilliseconds
        self.wallMilliseconds = wallMilliseconds
    }
}

/// What a replacement costs this student.
package struct QuotedFee: Hashable, Sendable {
    package let fee: Money
    package let feeReason: FeeReason
    package let spendable: Money
    package let alreadyReportedLost: Bool

    package init(fee: Money, feeReason: FeeReason, spendable: Money, alreadyReportedLost: Bool) {
        self.fee = fee
        self.feeReason = feeReason
        self.spendable = spendable
        self.alreadyReportedLost = alreadyReportedLost
    }
}

/// A reason with the time since which it stands.
package struct StandingReason: Hashable, Sendable {
    package let reason: OutOfServiceReason
    /// Milliseconds since 1970 UTC.
    package let sinceMilliseconds: Int64

    package init(reason: OutOfServiceReason, sinceMilliseconds: Int64) {
        self.reason = reason
        self.sinceMilliseconds = sinceMilliseconds
    }
}
