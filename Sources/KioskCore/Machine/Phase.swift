package import CampusCard

/// Where the machine and its student are. Each phase names its exits; a test proves the lists.
package enum Phase: Hashable, Sendable {
    /// After a start, until recovery has spoken. No student is served.
    /// Leaves to: idle.
    case starting
    /// The home page. No student is logged in and no card is in the path.
    /// Leaves to: entering.
    case idle
    /// The student types number and password. `retry` says why the last try failed.
    /// Leaves to: loggingIn, idle.
    case entering(Job, Patience, retry: Refusal?)
    /// The store checks the password.
    /// Leaves to: entering, changingPassword, quoting, confirmingLoss, confirmingLaterReport, showing.
    case loggingIn(Job)
    /// A default password has to be replaced before anything else. `retry` says why the last try failed.
    /// Leaves to: savingPassword, showing.
    case changingPassword(Job, Patience, retry: Refusal?)
    /// The store saves the new password.
    /// Leaves to: changingPassword, quoting, confirmingLoss, showing.
    case savingPassword(Job)
    /// The store looks up fee and eligibility.
    /// Leaves to: reviewing, showing.
    case quoting
    /// The student reads whom the machine takes them for.
    /// Leaves to: consenting, confirmingLoss, showing.
    case reviewing(FeeKind, Patience)
    /// The student reads the fee and what becomes of the old card.
    /// Leaves to: opening, showing.
    case consenting(FeeKind, Patience)
    /// The store stops the old card and holds the fee. Can be undone.
    /// Leaves to: feeding, printing, showing.
    case opening(leaving: AbandonReason?)
    /// A blank is on its way to the read position.
    /// Leaves to: readingBlank, discarding, printing, showing.
    case feeding(BlankAttempt)
    /// The blank's UID is read.
    /// Leaves to: binding, discarding.
    case readingBlank(BlankAttempt)
    /// The store gives this blank its issue number.
    /// Leaves to: encoding, discarding.
    case binding(BlankAttempt)
    /// The card is written and read back.
    /// Leaves to: committing, discarding.
    case encoding(BlankAttempt)
    /// A blank that will not be handed out goes to the bin, before commit.
    /// Leaves to: feeding, printing, showing.
    case discarding(Discard)
    /// The store ends the old card and books the new one: the point of no return.
    /// Leaves to: presenting, askingStore, discarding.
    case committing
    /// The commit was not answered; the card stays inside while the store is asked.
    /// Leaves to: presenting, retaining, discarding.
    case askingStore(Asking)
    /// The card is on its way to the exit. `retried`: a presentation before provably moved nothing.
    /// Leaves to: awaitingPickup, retaining, printing.
    case presenting(retried: Bool)
    /// The card waits at the exit, watched.
    /// Leaves to: retaining, printing.
    case awaitingPickup(Patience)
    /// A committed card goes to the bin.
    /// Leaves to: printing.
    case retaining(Retention)
    /// The paper is printed; the outcome is certain already (K16).
    /// Leaves to: showing.
    case printing(Outcome)
    /// The last page. `slip`: what became of the paper, nil when none was due.
    /// Leaves to: idle, confirmingLoss.
    case showing(Outcome, slip: PrinterEvent?)
    /// The student reads what a loss report does.
    /// Leaves to: reportingLoss, showing.
    case confirmingLoss(Patience)
    /// The store stops the card.
    /// Leaves to: keepingReport, printing, showing.
    case reportingLoss
    /// The store did not answer the login: the student reads that a report would wait, sealed, and stop nothing yet.
    /// Leaves to: keepingReport, showing.
    case confirmingLaterReport(Patience)
    /// The sealed report is put where it survives until the store answers.
    /// Leaves to: printing, showing.
    case keepingReport
}

/// Why a blank goes to the bin, and what comes after it.
package struct Discard: Hashable, Sendable {
    package let then: Sequel

    /// What comes after a discarded blank.
    package enum Sequel: Hashable, Sendable {
        case nextBlank(BlankAttempt)
        case abandon(AbandonReason)
    }

    /// A motion before provably moved nothing and was tried again.
    package let retried: Bool

    package init(then: Sequel, retried: Bool = false) {
        self.then = then
        self.retried = retried
    }
}

/// Where the questions after an unanswered commit stand.
package enum Asking: Hashable, Sendable, CaseIterable {
    /// A question is under way.
    case asked
    /// The next question waits for its timer.
    case pausing
    /// The store has not heard of the commit; it is sent again under its old key, so it takes effect once at most.
    case recommitting
    /// The time for asking ended while a call was under way: its answer decides, or the card goes to the bin.
    case lastAnswer
}

/// A committed card on its way to the bin.
package struct Retention: Hashable, Sendable {
    package let cause: Cause
    package let retried: Bool

    /// Why it goes there.
    package enum Cause: Hashable, Sendable, CaseIterable {
        case notTaken, commitUnanswered, notPresented

        /// How the case ends once the card is in the bin.
        var outcome: Outcome {
            switch self {
            case .notTaken: .notTaken
            case .commitUnanswered: .commitUnanswered
            case .notPresented: .notPresented
            }
        }
    }

    package init(cause: Cause, retried: Bool = false) {
        self.cause = cause
        self.retried = retried
    }
}
