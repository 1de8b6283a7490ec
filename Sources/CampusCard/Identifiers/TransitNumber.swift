/// By what a card of somebody else, a transit card or one in a phone, is bound to an account: the application in it and the
/// number there. Never its UID, which phones change at each tap.
package struct TransitNumber: Hashable, Sendable, Codable {
    /// Of the application, upper-case hex.
    package let application: String
    /// Decimal digits.
    package let digits: String

    /// Hex digits of an application's identifier (ISO/IEC 7816-4, 8.2.1.2).
    package static let applicationLengths = 10...32
    /// Decimal digits of a number.
    package static let digitCounts = 4...32

    package init(application: String, digits: String) {
        self.application = application
        self.digits = digits
    }

    /// Reads `APPLICATION:DIGITS`; nil for anything else, and for a number of zeros.
    package static func parse(_ text: String) -> TransitNumber? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, applicationLengths.contains(parts[0].utf8.count),
            digitCounts.contains(parts[1].utf8.count),
            let application = [UInt8](hex: String(parts[0])),
            parts[1].allSatisfy({ ("0"..."9").contains($0) }),
            parts[1].contains(where: { $0 != "0" })
        else { return nil }
        return TransitNumber(application: application.hex, digits: String(parts[1]))
    }

    /// The application and the last four digits.
    package var masked: String { "\(application) ****\(digits.suffix(4))" }
}
