package import CampusCard

/// One school's part of the store; it leads every key, so that campuses can live on different
/// databases.
package struct CampusID: TextIdentifier {
    package static let lengthLimit = 16
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "CampusID was built from text that was not checked")
        self.text = text
    }
}

/// The store's time, from outside.
package protocol StoreClock: Sendable {
    /// Milliseconds since an arbitrary point; it never goes back while the store runs.
    func monotonicMilliseconds() -> Int64
    /// Milliseconds since 1970 UTC.
    func wallMilliseconds() -> Int64
}

/// What the store takes from the world.
package struct StoreEnvironment: Sendable {
    package let clock: any StoreClock
    /// Unpredictable bytes, as many as asked for: tokens, salts and nonces are made of them.
    package let randomBytes: @Sendable (Int) -> [UInt8]
    /// What a guess at a password costs; tests choose the least.
    package let passwordCost: ScryptCost
    /// How the campus's cards are laid out, which kiosks know from their profile.
    package let cardFormat: CardFormat
    /// Opens loss reports that waited; nil for a store that takes none.
    package let reportOpener: (any ReportOpener)?
    /// Where it is counted what had to be dealt with.
    package let troubles: StoreTroubleCounter

    package init(
        clock: any StoreClock, randomBytes: @escaping @Sendable (Int) -> [UInt8],
        passwordCost: ScryptCost, cardFormat: CardFormat,
        reportOpener: (any ReportOpener)? = nil,
        troubles: StoreTroubleCounter = StoreTroubleCounter()
    ) {
        self.clock = clock
        self.randomBytes = randomBytes
        self.passwordCost = passwordCost
        self.cardFormat = cardFormat
        self.reportOpener = reportOpener
        self.troubles = troubles
    }
}
