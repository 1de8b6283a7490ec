/// How long the kiosk waits for people and for the store.
package struct TimersSection: Hashable, Sendable {
    package let quiet: Duration
    package let countdown: Duration
    package let pickup: Duration
    package let askAgain: Duration
    package let askDeadline: Duration
    package let printing: Duration

    init?(_ reader: SectionReader) {
        let quiet = reader.read(Self.quietKey)
        let countdown = reader.read(Self.countdownKey)
        let pickup = reader.read(Self.pickupKey)
        let askAgain = reader.read(Self.askAgainKey)
        let askDeadline = reader.read(Self.askDeadlineKey)
        let printing = reader.read(Self.printingKey)
        guard let quiet, let countdown, let pickup, let askAgain, let askDeadline, let printing
        else { return nil }
        reader.require(
            askAgain < askDeadline, "commitAskPauseSeconds", value: String(askAgain),
            "shorter than commitAskLimitSeconds, \(askDeadline)")
        self.quiet = .seconds(quiet)
        self.countdown = .seconds(countdown)
        self.pickup = .seconds(pickup)
        self.askAgain = .seconds(askAgain)
        self.askDeadline = .seconds(askDeadline)
        self.printing = .seconds(printing)
    }

    private static let quietKey = ConfigurationKey<Int>.whole(
        "quietSeconds", in: 30...300, default: 60,
        "Without a touch for this long, a page asks whether somebody is there.")
    /// WCAG 2.2, 2.2.1: a warning leaves at least 20 seconds to answer.
    private static let countdownKey = ConfigurationKey<Int>.whole(
        "countdownSeconds", in: 20...120, default: 20,
        "How long that question stands before the case ends.")
    /// It stays below the timer by which a unit pulls an untaken card back itself.
    private static let pickupKey = ConfigurationKey<Int>.whole(
        "pickupTimeoutSeconds", in: 10...120, default: 30,
        "How long a card waits at the exit before it is taken back.")
    private static let askAgainKey = ConfigurationKey<Int>.whole(
        "commitAskPauseSeconds", in: 1...30, default: 5,
        "The pause between two questions after a commit that was not answered.")
    private static let askDeadlineKey = ConfigurationKey<Int>.whole(
        "commitAskLimitSeconds", in: 10...300, default: 60,
        "How long the store is asked about it before the card goes to the bin.")
    private static let printingKey = ConfigurationKey<Int>.whole(
        "printingSeconds", in: 5...60, default: 20,
        "How long a receipt may take before the student is let go.")
}
