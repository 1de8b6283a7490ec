package import CampusCard

/// The school's rules as data. The file `kiosk-config/store/policy.json` holds them; each field is
/// explained there by its name, and `check` tells every value that is out of bounds.
package struct StorePolicy: Hashable, Sendable, Codable {
    package let defaultPassword: DefaultPasswordRule
    package let wrongPasswordsPerAccount: Int
    /// Different student numbers that may fail at one kiosk without a success between.
    package let wrongNumbersPerKiosk: Int
    package let lockSeconds: Int
    package let sessionSeconds: Int
    package let quoteSeconds: Int
    package let leaseSeconds: Int
    package var standardFee: Money
    package var firstReplacementFree: Bool
    package var replacementLimit: ReplacementLimit
    /// The limits that a new card carries.
    package let singleLimit: Money
    package let dailyLimit: Money
    /// How long a new card is good for.
    package let cardValidDays: Int
    /// The campus's zone, minutes east of UTC, and the hour at which its day begins.
    package let zoneOffsetMinutes: Int
    package let dayStartHour: Int

    /// At most `count` replacements within `days`, a term's length; the desk decides on more.
    package struct ReplacementLimit: Hashable, Sendable, Codable {
        package let count: Int
        package let days: Int

        package init(count: Int, days: Int) {
            self.count = count
            self.days = days
        }
    }

    /// The rules of a school that has none of its own: five wrong passwords lock for 15 minutes, a
    /// lease lasts 10 minutes, the first replacement is free, then 20.00, two a term.
    package static let ordinary = StorePolicy(
        defaultPassword: DefaultPasswordRule(
            withoutIdentityNumber: CardPassword(repeating: 6), letterDigit: 0),
        wrongPasswordsPerAccount: 5, wrongNumbersPerKiosk: 5, lockSeconds: 900, sessionSeconds: 600,
        quoteSeconds: 300, leaseSeconds: 600, standardFee: Money(fen: 2_000),
        firstReplacementFree: true, replacementLimit: ReplacementLimit(count: 2, days: 150),
        singleLimit: Money(fen: 3_000), dailyLimit: Money(fen: 10_000), cardValidDays: 1_461,
        zoneOffsetMinutes: 480, dayStartHour: 3)
}
