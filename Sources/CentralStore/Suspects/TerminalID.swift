import CampusCard

/// A terminal that takes cards, as its operator names it.
package struct TerminalID: TextIdentifier {
    package static let lengthLimit = 16
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "TerminalID was built from text that was not checked")
        self.text = text
    }
}
