/// What the store would need to do a call over again, sealed for itself, as hexadecimal. The kiosk cannot read it: it
/// writes the note into its journal with the answer, as an event, and so a store that was restored from a backup gets
/// back what it had acknowledged.
package struct StoreNote: TextIdentifier {
    /// Keeps an event within the bytes that a push counts with.
    package static let lengthLimit = 384
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "StoreNote was built from text that was not checked")
        self.text = text
    }
}
