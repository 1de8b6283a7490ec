package import CampusCard
package import CardPrimitives

/// The keys of one card.
package struct CardKeySet: Sendable, CustomStringConvertible {
    /// The version byte that marks a key as ours.
    package let generation: UInt8
    package let cardMaster: SecretKey
    /// Application key 0: keys and files.
    package let administration: SecretKey
    /// Application key 1: reading.
    package let reading: SecretKey
    /// Application key 2: writing identity and status.
    package let updating: SecretKey
    /// Application keys 3 and 4, for an offline purse.
    package let purse: SecretKey
    package let topUp: SecretKey

    /// Nil unless there are a master key and five application keys of 16 bytes each.
    package init?(_ grant: CardKeyGrant) {
        let texts = [grant.piccMasterKey] + grant.applicationKeys
        let keys = texts.compactMap(Self.key)
        guard keys.count == 1 + CardKeyGrant.applicationKeyCount, texts.count == keys.count else {
            return nil
        }
        generation = grant.generation
        cardMaster = keys[0]
        administration = keys[1]
        reading = keys[2]
        updating = keys[3]
        purse = keys[4]
        topUp = keys[5]
    }

    private static func key(hex: String) -> SecretKey? {
        guard var bytes = [UInt8](hex: hex), bytes.count == 16 else { return nil }
        return SecretKey(taking: &bytes)
    }

    package var description: String { "CardKeySet(generation \(generation))" }
}
