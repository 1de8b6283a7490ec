/// The families of cards that a profile can describe.
package enum CardFamily: String, Hashable, Sendable, CaseIterable {
    /// Profile A: new cards.
    case desfire
    /// Profile B: CPU cards with FMCOS.
    case fmcos
    /// Profile C: MIFARE Classic, to move cards away from it.
    case classic
    /// Profile D: transit and phone cards, which are read only.
    case transit
}

extension CardFamily {
    /// The key that every profile begins with.
    static let key = ConfigurationKey<CardFamily>.text(
        "family", bound(of: allCases), default: ("desfire", .desfire),
        about, parse: CardFamily.init(rawValue:))
    static let about = "What kind of card it describes."

    private static func bound(of families: [CardFamily]) -> String {
        let names = families.map { "\"\($0.rawValue)\"" }
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }
}
