/// What a kiosk may show of a cardholder. The store masks; the whole values never reach a kiosk.
package struct MaskedHolder: Hashable, Sendable, Codable {
    /// For example `张*`.
    package let name: String
    /// For example `2021****37`.
    package let studentNumber: String
    /// For example `****34`; nil without a card.
    package let cardNumber: String?

    package init(name: String, studentNumber: String, cardNumber: String?) {
        self.name = name
        self.studentNumber = studentNumber
        self.cardNumber = cardNumber
    }
}
