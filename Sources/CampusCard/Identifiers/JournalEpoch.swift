/// One life of a kiosk's journal: a kiosk that starts a new journal starts a new epoch, and sequences begin at 1.
package struct JournalEpoch: TextIdentifier {
    package static let lengthLimit = 36
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "JournalEpoch was built from text that was not checked")
        self.text = text
    }
}
