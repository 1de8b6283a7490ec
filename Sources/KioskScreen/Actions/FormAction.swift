package import KioskCore
package import KioskPorts

/// What a form of a page asks for. Its name and fields are the same for the browser and for scripts.
package enum FormAction: Hashable, Sendable {
    case choose(Job)
    case logIn
    case changePassword
    case goOn
    case consent
    case cancel
    case foundOldCard
    case moreTime
    case finish
    case language(ScreenLanguage)

    /// The value of the field `action`.
    package var name: String {
        switch self {
        case .choose: "choose"
        case .logIn: "logIn"
        case .changePassword: "changePassword"
        case .goOn: "goOn"
        case .consent: "consent"
        case .cancel: "cancel"
        case .foundOldCard: "foundOldCard"
        case .moreTime: "moreTime"
        case .finish: "finish"
        case .language: "language"
        }
    }

    /// The fields that go with the name and are known when the page is made.
    package var fixedFields: [FormField] {
        switch self {
        case .choose(let job): [FormField(.job, job.rawValue)]
        case .language(let language): [FormField(.language, language.rawValue)]
        case .logIn, .changePassword, .goOn, .consent, .cancel, .foundOldCard, .moreTime, .finish:
            []
        }
    }

    /// The fields that the student fills.
    package var typedFields: [FieldName] {
        switch self {
        case .logIn: [.studentNumber, .password]
        case .changePassword: [.newPassword, .repeatedPassword]
        case .choose, .goOn, .consent, .cancel, .foundOldCard, .moreTime, .finish, .language: []
        }
    }

    /// What the core hears of it; nil for a language, which is none of its business.
    package var tap: Tap? {
        switch self {
        case .choose(let job): .choose(job)
        case .logIn: .submitCredentials
        case .changePassword: .submitNewPassword
        case .goOn: .goOn
        case .consent: .consent
        case .cancel: .cancel
        case .foundOldCard: .foundOldCard
        case .moreTime: .moreTime
        case .finish: .finish
        case .language: nil
        }
    }

    /// Every action that the core decides on.
    package static let decidedByCore: [FormAction] =
        Job.allCases.map(FormAction.choose) + [
            .logIn, .changePassword, .goOn, .consent, .cancel, .foundOldCard, .moreTime, .finish,
        ]
}

/// The names of form fields.
package enum FieldName: String, Hashable, Sendable, CaseIterable {
    case stateNumber, action, job, language, studentNumber, password, newPassword, repeatedPassword
}

/// A field with its value.
package struct FormField: Hashable, Sendable {
    package let name: FieldName
    package let value: String

    package init(_ name: FieldName, _ value: String) {
        self.name = name
        self.value = value
    }
}
