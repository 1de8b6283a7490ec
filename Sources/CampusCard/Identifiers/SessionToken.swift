/// Proof of a login, given by the store, good for one kiosk and a short time. A secret: never logged.
package struct SessionToken: TextIdentifier {
    package static let lengthLimit = 64
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "SessionToken was built from text that was not checked")
        self.text = text
    }
}
