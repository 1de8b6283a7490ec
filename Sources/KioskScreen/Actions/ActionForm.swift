import CampusCard
import KioskCore
package import KioskPorts

/// A filled form as it arrived, from a browser or a script.
package struct ActionForm: Sendable {
    private let values: [FieldName: String]

    /// - Parameter values: by field name; names that no form has are refused.
    package init(_ values: [String: String]) throws(InputMistake) {
        var known: [FieldName: String] = [:]
        for (name, value) in values {
            guard let field = FieldName(rawValue: name) else { throw .unknownField }
            known[field] = value
        }
        self.values = known
    }

    /// The action with the number of the page that it was meant for.
    package func parsed() throws(InputMistake) -> NumberedAction {
        guard let text = values[.stateNumber], let number = Int(text), number >= 0 else {
            throw .stateNumber
        }
        return NumberedAction(action: try action(), stateNumber: number)
    }

    private func action() throws(InputMistake) -> ScreenAction {
        switch values[.action] {
        case "choose": .tap(.choose(try choice(.job)))
        case "logIn": .logIn(try studentNumber(), try password(.password))
        case "changePassword": .changePassword(try newPassword())
        case "goOn": .tap(.goOn)
        case "consent": .tap(.consent)
        case "cancel": .tap(.cancel)
        case "foundOldCard": .tap(.foundOldCard)
        case "moreTime": .tap(.moreTime)
        case "finish": .tap(.finish)
        case "language": .chooseLanguage(try choice(.language))
        default: throw .unknownAction
        }
    }

    private func choice<Choice: RawRepresentable<String>>(
        _ field: FieldName
    ) throws(InputMistake) -> Choice {
        guard let choice = Choice(rawValue: values[field] ?? "") else { throw .choice(field) }
        return choice
    }

    private func studentNumber() throws(InputMistake) -> StudentNumber {
        let typed = (values[.studentNumber] ?? "").filter { !$0.isWhitespace }
        guard let number = StudentNumber.parse(typed) else { throw .studentNumber }
        return number
    }

    private func password(_ field: FieldName) throws(InputMistake) -> CardPassword {
        guard let password = CardPassword(values[field] ?? "") else { throw .password }
        return password
    }

    private func newPassword() throws(InputMistake) -> CardPassword {
        let first = try password(.newPassword)
        guard values[.repeatedPassword] == first.digits else { throw .passwordsDiffer }
        return first
    }
}

/// An action for the page of this number.
package struct NumberedAction: Hashable, Sendable {
    package let action: ScreenAction
    package let stateNumber: Int
}

/// Why a form cannot be used. It never holds what was typed.
package enum InputMistake: Error, Hashable, Sendable {
    case unknownField, unknownAction, stateNumber
    /// The field's value is none of its choices.
    case choice(FieldName)
    case studentNumber, password, passwordsDiffer

    /// What the student is told.
    package var phrase: Phrase {
        switch self {
        case .unknownField, .unknownAction, .stateNumber, .choice: .mistakeRequest
        case .studentNumber: .mistakeStudentNumber
        case .password: .mistakePassword
        case .passwordsDiffer: .mistakePasswordsDiffer
        }
    }

    /// What a script is told.
    package var explanation: String {
        switch self {
        case .unknownField: "the form has a field that no page has"
        case .unknownAction: "the field 'action' names no action"
        case .stateNumber: "the field 'stateNumber' must be the number of a page, 0 or more"
        case .choice(let field): "the field '\(field.rawValue)' has none of its values"
        case .studentNumber:
            "the field 'studentNumber' takes 1 to \(StudentNumber.lengthLimit) letters and digits"
        case .password:
            "the field for a password takes exactly \(CardPassword.digitCount) digits"
        case .passwordsDiffer: "'newPassword' and 'repeatedPassword' differ"
        }
    }
}
