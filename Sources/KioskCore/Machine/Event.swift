package import CampusCard

/// Facts that reach the core. Each is in the past tense of the world: it has happened.
package enum Event: Hashable, Sendable {
    case tapped(Tap)
    case timerFired(TimerName)
    case store(StoreEvent)
    case device(DeviceEvent)
    case printer(PrinterEvent)
    case shelf(ShelfEvent)
    case readinessChanged(Readiness)
    /// The journal, the sensors and the store were brought together after a start; the machine holds no open case.
    case recovered
}

/// What a student did on the screen.
package enum Tap: Hashable, Sendable {
    case choose(Job)
    /// Number and password were entered; they travel beside the core and are never part of its state.
    case submitCredentials
    case submitNewPassword
    case goOn
    case consent
    case cancel
    case foundOldCard
    case moreTime
    case finish
}

/// What the store answered. Only one call of a case is under way at a time; its name guards against a late answer.
package enum StoreEvent: Hashable, Sendable {
    case loggedIn(mustChangePassword: Bool)
    case passwordChanged
    case quoted(FeeKind)
    case opened
    case bound
    case committed
    case standing(CaseStage)
    case lossReported
    case refused(StoreCallName, Refusal)
    /// The deadline passed: nothing is known.
    case unanswered(StoreCallName)
}

/// All that the core needs to know of a fee.
package enum FeeKind: Hashable, Sendable, CaseIterable {
    case free, due
}

/// What the dispenser and the encoder did.
package enum DeviceEvent: Hashable, Sendable {
    case fed
    case feedFailed(FeedFailure)
    case blankRead
    case blankRejected(BlankRejection)
    case encoded
    case encodingFailed(EncodingFailure)
    case presented
    case presentFailed(CardKnowledge)
    /// The exit was watched and the card is gone.
    case exitCleared(Removal)
    case retained
    case retainFailed(CardKnowledge)
    /// The card to be retained was out of sight before the motion began. `inBin`: a proven counter counted it; otherwise
    /// nobody knows, for one look at an exit that nobody watched any more tells no hand from a blind sensor.
    case nothingToRetain(inBin: Bool)
}

/// Why no blank is at the read position.
package enum FeedFailure: Hashable, Sendable, CaseIterable {
    /// The hopper is empty; nothing moved.
    case empty
    /// Proven: nothing moved, and it may be tried again.
    case notMoved
    /// Jammed or unanswered: a card may be anywhere in the path.
    case unknown
}

/// Why a blank cannot be used. It is not bound, and nothing was written to it.
package enum BlankRejection: Hashable, Sendable, CaseIterable {
    /// Not of our kind, already issued, defective, or with a UID of its own invention.
    case unusable
    /// The reader is gone: another blank would not help.
    case readerGone
}

/// Why an encoding did not end well.
package struct EncodingFailure: Hashable, Sendable {
    /// An identity may have been written: the blank's number is spoiled for ever.
    package let identityMayBeWritten: Bool
    package let cause: Cause

    /// Whether another blank would help.
    package enum Cause: Hashable, Sendable, CaseIterable {
        case card, readerGone
    }

    package init(identityMayBeWritten: Bool, cause: Cause) {
        self.identityMayBeWritten = identityMayBeWritten
        self.cause = cause
    }
}

/// What the printer did. A failure changes nothing but the paper (K16).
package enum PrinterEvent: Hashable, Sendable, CaseIterable {
    case printed, notPrinted
}

/// What became of a loss report that is to wait for the store.
package enum ShelfEvent: Hashable, Sendable, CaseIterable {
    /// It is sealed and survives a power cut.
    case reportKept
    case reportNotKept
}
