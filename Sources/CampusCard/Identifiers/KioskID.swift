/// A kiosk, as the central store registered it, for example `K-03`.
package struct KioskID: TextIdentifier {
    package static let lengthLimit = 32
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "KioskID was built from text that was not checked")
        self.text = text
    }
}
