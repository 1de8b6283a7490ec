import CardPrimitives

/// The memories of all chips that were ever powered, by their cards' serials. A chip is made when
/// its card first comes into a field, of the stock that the card is.
package struct ChipTray: Sendable, Codable {
    private(set) var memories: [Int: ChipMemory] = [:]

    package init() {}

    /// The memory of a card's chip; nil for plastic without a living DESFire.
    mutating func memory(of card: PhysicalCard, random: any RandomSource) -> ChipMemory? {
        if let known = memories[card.serial.number] { return known }
        guard let made = Self.make(for: card, random: random) else { return nil }
        memories[card.serial.number] = made
        return made
    }

    mutating func keep(_ memory: ChipMemory, of card: PhysicalCard) {
        memories[card.serial.number] = memory
    }

    private static func make(
        for card: PhysicalCard, random: any RandomSource
    ) -> ChipMemory? {
        switch card.stock {
        case .blank: ChipMemory(uid: card.uid, generation: .ev2)
        case .used: used(card, random: random)
        case .bad, .foreign, .scrap: nil
        }
    }

    /// A card that some other system took into use: keys that nobody here knows, and an application.
    private static func used(_ card: PhysicalCard, random: any RandomSource) -> ChipMemory {
        var random = random
        func unknownKey() -> ChipKey { ChipKey(kind: .aes, bytes: random.bytes(16), version: 1) }
        var memory = ChipMemory(uid: card.uid, generation: .ev2)
        memory.masterKey = unknownKey()
        memory.keySettings = 0x08
        memory.applications = [
            ChipApplication(
                identifier: 0xF5_10_10, keySettings: 0x09, keyKind: .aes,
                keys: [unknownKey(), unknownKey()])
        ]
        return memory
    }
}
