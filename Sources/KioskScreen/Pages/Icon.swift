/// The drawings of the screen. Each is a file `Resources/icons/<raw value>.svg`.
package enum Icon: String, Hashable, Sendable, CaseIterable {
    case card, newCard, stopCard, takeCard, money, clock, person, shield, check, warning, problem
    case info, printer, next, hourglass, lock, undo, language, delete, slip
}
