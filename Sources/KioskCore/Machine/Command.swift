package import CampusCard

/// Orders of the core. Plain data: the runtime carries each out in one place, and the world answers with an event.
package enum Command: Hashable, Sendable {
    /// A call to the store: answered by its own `StoreEvent`, or by `refused` or `unanswered` with its name.
    case call(CallKind)
    /// Motion. Answered by `fed` or `feedFailed`. Journaled as an intent before its first byte.
    case feedBlank
    /// Reads the blank's identity. Answered by `blankRead` or `blankRejected`.
    case readBlank
    /// Personalises and reads back. Answered by `encoded` or `encodingFailed`.
    case encode
    /// Motion. Answered by `presented` or `presentFailed`.
    case presentCard
    /// Watches the exit until the card is gone. Answered by `exitCleared`.
    case watchExit
    case stopWatchingExit
    /// Motion. Answered by `retained`, `retainFailed` or `nothingToRetain`.
    case retainCard
    /// Appends a fact for the store to the journal; it goes out by itself, again and again until acknowledged.
    case publish(Fact)
    /// Keeps the sealed loss report until the store answers. Answered by `reportKept` or `reportNotKept`.
    case keepReport
    /// Prints. Answered by `printed` or `notPrinted`.
    case printSlip(Slip, Outcome)
    case startTimer(TimerName)
    case cancelTimer(TimerName)
    /// A case begins: an id is made.
    case beginCase(Job)
    /// The case is at rest.
    case endCase(Outcome)
    /// Wipes all that is known of the student and of the card's keys.
    case forgetStudent
}

/// The calls that the core orders; what they carry is known beside the core.
package enum CallKind: String, Hashable, Sendable, CaseIterable {
    case login, changePassword, quote, open, bind, commit, get, reportLoss

    /// The call's name on the wire.
    package var name: StoreCallName {
        switch self {
        case .login: .login
        case .changePassword: .changePassword
        case .quote: .quote
        case .open: .open
        case .bind: .bind
        case .commit: .commit
        case .get: .get
        case .reportLoss: .reportLoss
        }
    }
}

/// Facts about the case that the store must learn.
package enum Fact: Hashable, Sendable {
    case delivered
    case voided
    /// Undone before commit. Which blanks were spoiled stands in the journal.
    case abandoned(AbandonReason)
    /// Committed, and nobody knows where the card is.
    case suspected
}
