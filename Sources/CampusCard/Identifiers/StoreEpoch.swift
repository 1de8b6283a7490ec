/// One life of the central store's database. A store that was restored from a backup begins a new one: in it every
/// kiosk's cursor may go back, and in no other case.
package struct StoreEpoch: TextIdentifier {
    package static let lengthLimit = 32
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "StoreEpoch was built from text that was not checked")
        self.text = text
    }
}
