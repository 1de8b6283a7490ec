package import KioskPorts

/// What a reader of a known make differs in: data, kept in `hardware/ccid/readers.json`, by its vendor and product number.
package struct ReaderProfile: Hashable, Sendable {
    /// Where a key for a storage card goes, and how it is used from there.
    package struct Keys: Hashable, Sendable {
        /// P1 of "load a key": bit 5 set for one that outlives the reader's power.
        package let structure: UInt8
        /// P2, and the number in "authenticate".
        package let number: UInt8
        /// It takes "authenticate" in its old form only.
        package let hasOldAuthentication: Bool

        /// A key that was left in the reader is there after a power cut too.
        package var outlivePower: Bool { structure & 0x20 != 0 }
    }

    /// How the field is switched off and on by the maker's own commands, where power-off leaves the card in it.
    package struct Field: Hashable, Sendable {
        package let off: [UInt8]
        package let on: [UInt8]
        /// After each of them.
        package let pause: Duration
    }

    package let name: String
    package let label: String
    package let products: [USBProductID]
    /// Where its contactless cards are.
    package let place: CCIDPlace
    /// What it needs before its first command.
    package let openingPause: Duration
    /// Nothing longer goes to it or comes from it, whatever its class descriptor says.
    package let messageLimit: Int
    package let keys: Keys
    package let field: Field?
    /// It answers commands of its own with 61xx, and the rest is to be asked for (FF C0).
    package let fetchesOwnAnswers: Bool
    package let proven: ProofLevel
    package let quirks: [ProfileQuirk]
}

/// A table of readers that cannot be used.
package struct ReaderProfileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The row's name, or its place in the table.
    package let reader: String
    package let value: String
    package let bound: String

    package var description: String { "card readers: \(reader): \(value) is not \(bound)" }
}

/// The readers that are known.
package struct ReaderProfiles: Hashable, Sendable {
    package let profiles: [ReaderProfile]

    /// Every reader is used by what the standard says.
    package static let none = ReaderProfiles([])

    /// - Precondition: each product is named once.
    init(_ profiles: [ReaderProfile]) {
        let products = profiles.flatMap(\.products)
        precondition(Set(products).count == products.count, "each reader is known once")
        self.profiles = profiles
    }

    /// Nil for one that is not known, which is used by what the standard says.
    package func profile(of device: USBDevice) -> ReaderProfile? {
        profiles.first { $0.products.contains(device.product) }
    }
}
