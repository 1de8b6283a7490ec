/// An offer of one job at one fee, which the student consents to.
package struct QuoteID: TextIdentifier {
    package static let lengthLimit = 36
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "QuoteID was built from text that was not checked")
        self.text = text
    }
}
