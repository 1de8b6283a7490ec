/// What a key of the application is for. Whoever holds it may do that and no more.
package enum ApplicationKeyRole: String, Hashable, Sendable, CaseIterable {
    /// The store: changes keys and files. Always key 0, the application's master key.
    case administration
    /// Terminals, doors, the kiosk's look at its own work: read.
    case reading
    /// The kiosk: writes identity and status.
    case updating
    /// Terminals with an offline purse: debit.
    case purse
    /// Top-up stations: credit.
    case topUp
}

/// Which key number each role has. Five AES keys are what a store grants for a card.
package struct ApplicationKeyNumbers: Hashable, Sendable {
    /// Numbers that roles other than administration may have.
    package static let range = 1...4
    /// Keys of the application.
    static let count: UInt8 = 5

    package let reading: UInt8
    package let updating: UInt8
    package let purse: UInt8
    package let topUp: UInt8

    package init(reading: UInt8, updating: UInt8, purse: UInt8, topUp: UInt8) {
        self.reading = reading
        self.updating = updating
        self.purse = purse
        self.topUp = topUp
    }

    package static let standard = ApplicationKeyNumbers(
        reading: 1, updating: 2, purse: 3, topUp: 4)

    package func number(of role: ApplicationKeyRole) -> UInt8 {
        switch role {
        case .administration: 0
        case .reading: reading
        case .updating: updating
        case .purse: purse
        case .topUp: topUp
        }
    }
}
