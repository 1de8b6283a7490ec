package import CampusCard
package import KioskPorts

/// A page as a value: all that is shown and offered at one moment, in one language. Made from a snapshot alone, written
/// as HTML for the browser and as JSON for scripts.
package struct Page: Hashable, Sendable {
    package let name: PageName
    package let stateNumber: Int
    package let language: ScreenLanguage
    package let kiosk: KioskID
    /// The words of the frame around every page.
    package let frame: Frame
    /// The number that a student quotes at the desk; nil while there is no case.
    package let caseNumber: String?
    /// The outcome's stable name on a last page; nil elsewhere.
    package let outcome: String?
    package let tone: Tone
    package let icon: Icon?
    /// What the student came for, above the title.
    package let eyebrow: String?
    package let title: String
    package let lead: String?
    /// Says that the last thing the student did was not possible, and why.
    package let notice: String?
    package let blocks: [Block]
    /// The buttons at the foot; buttons inside blocks are not repeated here.
    package let controls: [Control]
    package let countdown: Countdown?
    package let warning: Warning?
}

/// The words that stand around every page.
package struct Frame: Hashable, Sendable {
    package let product: String
    package let kiosk: String
    package let language: String
    package let seconds: String
    package let closesBySelf: String
}

/// The pages by name. Scripts and tests know them by their raw values.
package enum PageName: String, Hashable, Sendable, CaseIterable {
    case starting, home, login, checking
    case changePassword = "change-password"
    case savingPassword = "saving-password"
    case quoting, review, consent, working, stopping
    case takeCard = "take-card"
    case takingBack = "taking-back"
    case printing, result
    case confirmLoss = "confirm-loss"
    case reportingLoss = "reporting-loss"
    case confirmLater = "confirm-later"
    case keepingReport = "keeping-report"

    /// The machine is at work and nobody can leave but by a button that is shown.
    package var isBusy: Bool {
        switch self {
        case .starting, .checking, .savingPassword, .quoting, .working, .stopping, .takeCard,
            .takingBack, .printing, .reportingLoss, .keepingReport:
            true
        case .home, .login, .changePassword, .review, .consent, .result, .confirmLoss,
            .confirmLater:
            false
        }
    }
}

/// How a page feels: told by icon and words as well, never by colour alone.
package enum Tone: String, Hashable, Sendable, CaseIterable {
    case calm, good, attention, problem
}

/// One button that sends one action.
package struct Control: Hashable, Sendable {
    package let action: FormAction
    package let label: String
    package let role: Role

    /// How a button stands among the others.
    package enum Role: String, Hashable, Sendable, CaseIterable {
        case primary, secondary, quiet
    }
}

/// The time that is left, counted down by the browser from the moment it gets the page.
package struct Countdown: Hashable, Sendable {
    package let milliseconds: Int64
    package let kind: Kind

    /// What happens at its end.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The page closes.
        case page
        /// The card is pulled back.
        case card
    }
}

/// The question whether anybody is still there.
package struct Warning: Hashable, Sendable {
    package let title: String
    package let text: String
    /// Over the page when the student can ask for more time; a strip beside it when not, so that the page can still be
    /// used in the time that is left.
    package let coversPage: Bool
    package let controls: [Control]
}
