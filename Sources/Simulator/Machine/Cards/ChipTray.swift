import CardPrimitives
import VirtualChips

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
        case .used: ChipMemory.takenElsewhere(uid: card.uid, random: random)
        case .bad, .foreign, .scrap: nil
        }
    }
}
