/// One run of a kiosk's machine: new at each boot, so that monotonic times are never compared across boots.
package struct BootID: TextIdentifier {
    package static let lengthLimit = 36
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "BootID was built from text that was not checked")
        self.text = text
    }
}
