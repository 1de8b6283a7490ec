package import CampusCard

/// Everything that a receipt says, before it has a layout. It holds no whole number and no secret:
/// what belongs to a person comes as a masked type.
package struct Receipt: Hashable, Sendable {
    package let content: ReceiptContent
    /// The number of the case, printed in full and as a QR code.
    package let caseNumber: CaseID
    /// Where technicians find the trace of the case.
    package let trace: ReceiptTrace
    package let kiosk: KioskID
    package let time: ZonedTime
    package let languages: ReceiptLanguages

    package init(
        content: ReceiptContent, caseNumber: CaseID, trace: ReceiptTrace, kiosk: KioskID,
        time: ZonedTime, languages: ReceiptLanguages
    ) {
        self.content = content
        self.caseNumber = caseNumber
        self.trace = trace
        self.kiosk = kiosk
        self.time = time
        self.languages = languages
    }
}

/// The languages of one receipt. With both, Chinese leads.
package enum ReceiptLanguages: Hashable, Sendable, CaseIterable {
    case chinese
    case english
    case both
}

/// The id of the trace of a case, as technicians search for it.
package struct ReceiptTrace: TextIdentifier {
    package static let lengthLimit = 36
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "ReceiptTrace was built from text that was not checked")
        self.text = text
    }
}
