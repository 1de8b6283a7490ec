/// The timers of the core. Starting one that runs restarts it; leaving a phase cancels its timers.
package enum TimerName: String, Hashable, Sendable, CaseIterable {
    /// A page has waited quietly.
    case quiet
    /// The countdown after the quiet time.
    case countdown
    /// The card waits at the exit.
    case pickup
    /// Pause between two questions to the store after an unanswered commit.
    case askAgain
    /// The end of asking: the card goes to the bin.
    case askDeadline
    /// The end of waiting for the printer.
    case printing
}
