package import CampusCard
package import CardPrimitives

/// The keys of one card.
package struct CardKeySet: Sendable, CustomStringConvertible {
    /// The version byte that marks a key as ours.
    package let generation: UInt8
    package let cardMaster: SecretKey
    /// The application's, from key 0.
    private let application: [SecretKey]
    private let numbers: ApplicationKeyNumbers

    /// Nil unless there are a master key and five application keys of 16 bytes each.
    package init?(_ grant: CardKeyGrant, numbers: ApplicationKeyNumbers) {
        let texts = [grant.piccMasterKey] + grant.applicationKeys
        let keys = texts.compactMap(Self.key)
        guard keys.count == 1 + CardKeyGrant.applicationKeyCount, texts.count == keys.count else {
            return nil
        }
        generation = grant.generation
        cardMaster = keys[0]
        application = Array(keys.dropFirst())
        self.numbers = numbers
    }

    /// The application's key for a role.
    package func key(_ role: ApplicationKeyRole) -> SecretKey {
        application[Int(numbers.number(of: role))]
    }

    private static func key(hex: String) -> SecretKey? {
        guard var bytes = [UInt8](hex: hex), bytes.count == 16 else { return nil }
        return SecretKey(taking: &bytes)
    }

    package var description: String { "CardKeySet(generation \(generation))" }
}
