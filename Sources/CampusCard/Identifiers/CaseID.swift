/// One student's business with a kiosk, made by the kiosk as a UUIDv7; it survives reboots and stands on the receipt.
package struct CaseID: TextIdentifier {
    package static let lengthLimit = 36
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "CaseID was built from text that was not checked")
        self.text = text
    }
}
