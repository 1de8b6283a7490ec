/// The answer of the core to an event: the state after it, and what is to be done, or why the event changes nothing.
package struct Transition: Hashable, Sendable {
    package let state: KioskState
    package let commands: [Command]
    /// Nil when the event was handled.
    package let refusal: EventRefusal?

    init(_ state: KioskState, _ commands: [Command]) {
        self.state = state
        self.commands = commands
        refusal = nil
    }

    init(_ state: KioskState, refusing refusal: EventRefusal) {
        self.state = state
        commands = []
        self.refusal = refusal
    }
}

/// Why an event changes nothing. Every pair of phase and event is either handled or refused by one of these names.
package enum EventRefusal: String, Hashable, Sendable, CaseIterable {
    /// A tap on a page that is no longer shown, or that offers no such thing.
    case notOffered
    /// The machine cannot do this job now.
    case notReady
    /// More time was asked for too often.
    case noMoreTime
    /// The timer was cancelled in the instant in which it fired.
    case staleTimer
    /// An answer that this phase does not wait for: late, or to a call that was given up.
    case notAwaited
    /// The machine has not recovered yet.
    case starting
    /// Recovery is over.
    case alreadyRecovered
}
