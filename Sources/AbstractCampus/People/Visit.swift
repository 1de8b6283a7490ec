import CampusCard
import CampusFaults
import KioskCore

/// A cardholder of a world.
struct Person {
    let account: AccountID
    let studentNumber: StudentNumber
    let cardNumber: CardNumber
    let oldCard: CardUID
    let balance: Money
    var hasDefaultPassword: Bool
}

/// One student before one kiosk, and what this student is like: decided on arrival, so that a fault more or less elsewhere
/// leaves it as it is.
struct Visit {
    /// Index among the world's people.
    let person: Int
    let job: Job
    /// Wrong passwords before the right one.
    var wrongPasswords: Int
    /// Taps *cancel*, says that the old card was found, or walks off, at the page or phase of this number; nil never.
    let leavesAt: (stop: Stop, how: Leaving)?
    /// Until the hand takes the card; nil leaves it in the machine.
    let takesAfter: Int64?
    /// Asks for more time at the first page that offers it.
    var asksForTime: Bool
    let isSecondKiosk: Bool
    var hasBegun = false
    /// Nobody is there any more.
    var isGone = false
    var leavingFault: [FaultKind] = []

    /// Where a student may think better of it.
    enum Stop: Int, CaseIterable {
        case entering, reviewing, consenting, opening, feeding, reading, binding, encoding,
            committing
    }

    enum Leaving {
        case cancels, walksAway, findsOldCard
    }

    /// A kiosk that goes dark has lost this student.
    var isWaitedFor: Bool { hasBegun }
}

extension Phase {
    /// The stop that this phase is.
    var stop: Visit.Stop? {
        switch self {
        case .entering: .entering
        case .reviewing: .reviewing
        case .consenting: .consenting
        case .opening: .opening
        case .feeding: .feeding
        case .readingBlank: .reading
        case .binding: .binding
        case .encoding: .encoding
        case .committing: .committing
        case .starting, .idle, .loggingIn, .changingPassword, .savingPassword, .quoting,
            .discarding, .askingStore, .presenting, .awaitingPickup, .retaining, .printing,
            .showing, .confirmingLoss, .reportingLoss, .confirmingLaterReport, .keepingReport:
            nil
        }
    }
}
