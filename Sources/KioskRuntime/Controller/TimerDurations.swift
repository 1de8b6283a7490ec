import KioskCore

/// How long each timer of the core runs.
package struct TimerDurations: Hashable, Sendable {
    package let quiet: Duration
    package let countdown: Duration
    package let pickup: Duration
    package let askAgain: Duration
    package let askDeadline: Duration
    package let printing: Duration

    /// `reference/domain.md` §3.2: forms 60 s, a warning of at least 20 s, 30 s to take the card; design §4: 60 s of
    /// asking after an unanswered commit.
    package static let standard = TimerDurations(
        quiet: .seconds(60), countdown: .seconds(20), pickup: .seconds(30), askAgain: .seconds(5),
        askDeadline: .seconds(60), printing: .seconds(20))

    package init(
        quiet: Duration, countdown: Duration, pickup: Duration, askAgain: Duration,
        askDeadline: Duration, printing: Duration
    ) {
        self.quiet = quiet
        self.countdown = countdown
        self.pickup = pickup
        self.askAgain = askAgain
        self.askDeadline = askDeadline
        self.printing = printing
    }

    func duration(of timer: TimerName) -> Duration {
        switch timer {
        case .quiet: quiet
        case .countdown: countdown
        case .pickup: pickup
        case .askAgain: askAgain
        case .askDeadline: askDeadline
        case .printing: printing
        }
    }
}
