/// The one account of a cardholder, inside the store.
package struct AccountID: TextIdentifier {
    package static let lengthLimit = 36
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "AccountID was built from text that was not checked")
        self.text = text
    }
}
