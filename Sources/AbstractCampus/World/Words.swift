import CampusCard
import KioskCore

/// The events of a story, in words.
extension Event {
    var words: String {
        switch self {
        case .tapped(let tap): "the student \(tap.words)"
        case .timerFired(let name): "\(name.words)"
        case .store(let answer): "the store \(answer.words)"
        case .device(let told): told.words
        case .printer(.printed): "the paper is printed"
        case .printer(.notPrinted): "the paper is not printed"
        case .shelf(.reportKept): "the sealed loss report is kept"
        case .shelf(.reportNotKept): "the loss report could not be kept"
        case .readinessChanged(let readiness):
            readiness.canReplace ? "the machine is in service" : "the machine is out of service"
        case .recovered: "recovery is over"
        }
    }
}

extension Tap {
    fileprivate var words: String {
        switch self {
        case .choose(.replaceLostCard): "wants a new card"
        case .choose(.reportLoss): "wants to report a loss"
        case .submitCredentials: "enters number and password"
        case .submitNewPassword: "enters a new password"
        case .goOn: "goes on"
        case .consent: "consents"
        case .cancel: "cancels"
        case .foundOldCard: "has found the old card"
        case .moreTime: "asks for more time"
        case .finish: "is done"
        }
    }
}

extension TimerName {
    fileprivate var words: String {
        switch self {
        case .quiet: "nobody has touched the page for a while"
        case .countdown: "the countdown is over"
        case .pickup: "the time to take the card is over"
        case .askAgain: "it is time to ask the store again"
        case .askDeadline: "the time to ask the store is over"
        case .printing: "the printer has not answered in time"
        }
    }
}

extension StoreEvent {
    fileprivate var words: String {
        switch self {
        case .loggedIn(mustChangePassword: false): "knows the student"
        case .loggedIn(mustChangePassword: true): "wants a new password first"
        case .passwordChanged: "has the new password"
        case .quoted(.free): "asks no fee"
        case .quoted(.due): "names the fee"
        case .opened: "has stopped the old card and holds the fee"
        case .bound: "has given the blank its number"
        case .committed: "has committed: the new card lives"
        case .standing(let stage): "has the case as \(stage.rawValue)"
        case .lossReported: "has stopped the card"
        case .refused(let call, let reason): "refuses \(call.rawValue): \(reason.rawValue)"
        case .unanswered(let call): "does not answer \(call.rawValue)"
        }
    }
}

extension DeviceEvent {
    fileprivate var words: String {
        switch self {
        case .fed: "a blank lies at the reader"
        case .feedFailed(.empty): "the hopper is empty"
        case .feedFailed(.notMoved): "no blank has moved"
        case .feedFailed(.unknown): "nobody knows where the blank is"
        case .blankRead: "the blank is read"
        case .blankRejected(.unusable): "the blank is unusable"
        case .blankRejected(.readerGone): "the reader is gone"
        case .encoded: "the card is written and read back"
        case .encodingFailed(let failure):
            failure.identityMayBeWritten
                ? "writing failed, an identity may be on the card"
                : "writing failed before anything was written"
        case .presented: "the card is at the exit"
        case .presentFailed(let card): "presenting failed, the card \(card.words)"
        case .exitCleared(let removal): "the exit is clear: \(removal.words)"
        case .retained: "the card is in the bin"
        case .retainFailed(let card): "retaining failed, the card \(card.words)"
        case .nothingToRetain(inBin: true): "there is nothing to retain: the bin has it"
        case .nothingToRetain(inBin: false):
            "there is nothing to retain, and nobody saw how it went"
        }
    }
}

extension CardKnowledge {
    fileprivate var words: String {
        switch self {
        case .notMoved: "is where it was"
        case .moved: "is where it was to go"
        case .unknown: "may be anywhere"
        }
    }
}

extension Removal {
    fileprivate var words: String {
        switch self {
        case .taken: "a hand has taken the card"
        case .retracted: "the unit has drawn it back"
        case .unclear: "nobody saw how it went"
        }
    }
}

/// The phases of a story, in words.
extension Phase {
    var words: String {
        switch self {
        case .starting: "recovers"
        case .idle: "is at home"
        case .entering: "asks for number and password"
        case .loggingIn: "asks the store for the student"
        case .changingPassword: "asks for a new password"
        case .savingPassword: "sends the new password"
        case .quoting: "asks for the fee"
        case .reviewing: "shows whom it takes the student for"
        case .consenting: "asks for consent"
        case .opening: "opens the case"
        case .feeding(let blank): "feeds blank \(blank.ordinal)"
        case .readingBlank: "reads the blank"
        case .binding: "asks for the blank's number"
        case .encoding: "writes the card"
        case .discarding: "sends the blank to the bin"
        case .committing: "asks the store to commit"
        case .askingStore: "asks what became of the commit"
        case .presenting: "presents the card"
        case .awaitingPickup: "waits for a hand"
        case .retaining: "sends the card to the bin"
        case .printing(let outcome): "prints (\(outcome.name))"
        case .showing(let outcome, _): "says how it ended (\(outcome.name))"
        case .confirmingLoss: "explains a loss report"
        case .reportingLoss: "reports the loss"
        case .confirmingLaterReport: "explains that the report would wait"
        case .keepingReport: "keeps the sealed report"
        }
    }
}
