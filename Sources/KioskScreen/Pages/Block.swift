import CampusCard

/// A part of a page's body.
package enum Block: Hashable, Sendable {
    /// The jobs of the home page.
    case jobs([JobChoice])
    /// Why something does not work, and what still does.
    case outage(Outage)
    /// Fields with the keypad of the screen, and the button that sends them.
    case entry(Entry)
    /// Labels with values.
    case facts([Fact])
    /// Sentences, each with an icon.
    case points([Point])
    /// The numbered steps of the machine.
    case steps([Step])
    /// One sentence that must be seen.
    case strip(Point)
    /// The ring that empties while the card waits.
    case ring(Ring)
    /// What became of money and card, and what to do next.
    case fates([Fact])
    /// The case number, to be read, noted or photographed.
    case caseNumber(label: String, number: String)
}

/// A job with what it means; without a control when it cannot be done now.
package struct JobChoice: Hashable, Sendable {
    package let icon: Icon
    package let title: String
    package let text: String
    package let standing: String
    package let control: Control?
}

/// A banner on the home page.
package struct Outage: Hashable, Sendable {
    package let tone: Tone
    package let title: String
    package let reasons: [OutageReason]
    package let stillWorksLabel: String
    package let stillWorks: String
}

/// One reason with the time since which it stands.
package struct OutageReason: Hashable, Sendable {
    package let text: String
    package let since: String
    package let staffLabel: String
    package let staffText: String
}

/// A form that is filled with the keypad of the screen.
package struct Entry: Hashable, Sendable {
    package let fields: [EntryField]
    package let control: Control
    package let hint: String?
    package let keys: KeypadLabels
}

/// A field of such a form.
package struct EntryField: Hashable, Sendable {
    package let name: FieldName
    package let label: String
    package let kind: Kind

    /// What may be typed.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Letters and digits, shown.
        case number
        /// Six digits, shown as dots.
        case password

        /// The most characters that the field takes.
        package var lengthLimit: Int {
            switch self {
            case .number: StudentNumber.lengthLimit
            case .password: CardPassword.digitCount
            }
        }
    }
}

/// The words on the keys that bear no digit.
package struct KeypadLabels: Hashable, Sendable {
    package let keypad: String
    package let next: String
    package let delete: String
    package let clear: String
    package let letters: String
    package let digits: String
}

/// A label with a value.
package struct Fact: Hashable, Sendable {
    package let icon: Icon?
    package let label: String
    package let value: String
    package let note: String?
    package let emphasis: Bool

    package init(
        _ label: String, _ value: String, icon: Icon? = nil, note: String? = nil,
        emphasis: Bool = false
    ) {
        self.label = label
        self.value = value
        self.icon = icon
        self.note = note
        self.emphasis = emphasis
    }
}

/// A sentence with an icon.
package struct Point: Hashable, Sendable {
    package let icon: Icon
    package let text: String
    package let tone: Tone

    package init(_ icon: Icon, _ text: String, tone: Tone = .calm) {
        self.icon = icon
        self.text = text
        self.tone = tone
    }
}

/// A numbered step of the machine's work.
package struct Step: Hashable, Sendable {
    package let number: Int
    package let text: String
    package let standing: Standing
    package let standingText: String

    /// Whether it is done.
    package enum Standing: String, Hashable, Sendable, CaseIterable {
        case done, now, later
    }
}

/// The ring of the page on which the card waits.
package struct Ring: Hashable, Sendable {
    package let milliseconds: Int64?
    package let unit: String
    package let reminder: String
}
