/// The number that the school knows a cardholder by. It can change and is personal: never logged whole.
package struct StudentNumber: TextIdentifier {
    package static let lengthLimit = 20
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "StudentNumber was built from text that was not checked")
        self.text = text
    }
}
