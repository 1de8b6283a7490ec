import CampusCard
import KioskPorts
import Testing

@testable import Journal

/// Goal: the sums of K6 follow the rows, balance after each one, and are never clamped.
@Suite struct StockTests {
    /// hopper left, path, delivered, retained, written off, unaccounted, bin
    typealias Sums = [Int]

    static let story: [(JournalEntry, Sums)] = [
        (.unitCounted(.hopper, found: 10, by: "t"), [10, 0, 0, 0, 0, 0, 0]),
        (.unitCounted(.bin, found: 2, by: "t"), [10, 0, 0, 0, 0, 0, 2]),
        // an intent alone: the card can be in the hopper or in the path
        (.intends(1, .feed, in: nil), [9, 0, 0, 0, 0, 1, 2]),
        (.ends(1, .done), [9, 1, 0, 0, 0, 0, 2]),
        (.intends(2, .present, card: 1, in: nil), [9, 0, 0, 0, 0, 1, 2]),
        (.ends(2, .notMoved), [9, 1, 0, 0, 0, 0, 2]),
        (.intends(3, .present, card: 1, in: nil), [9, 0, 0, 0, 0, 1, 2]),
        (.ends(3, .done), [9, 1, 0, 0, 0, 0, 2]),
        (.custodyChanged(Fixed.card(1), .delivered), [9, 0, 1, 0, 0, 0, 2]),
        // a feed that moved nothing makes no card
        (.intends(4, .feed, in: nil), [8, 0, 1, 0, 0, 1, 2]),
        (.ends(4, .notMoved), [9, 0, 1, 0, 0, 0, 2]),
        // a feed of unknown end stays unaccounted until somebody vouches
        (.intends(5, .feed, in: nil), [8, 0, 1, 0, 0, 1, 2]),
        (.ends(5, .unknown), [8, 0, 1, 0, 0, 1, 2]),
        (.custodyChanged(Fixed.card(5), .writtenOff), [8, 0, 1, 0, 1, 0, 2]),
        (.intends(6, .feed, in: nil), [7, 0, 1, 0, 1, 1, 2]),
        (.ends(6, .done), [7, 1, 1, 0, 1, 0, 2]),
        (.intends(7, .retain, card: 6, in: nil), [7, 0, 1, 0, 1, 1, 2]),
        (.ends(7, .done), [7, 0, 1, 1, 1, 0, 3]),
        // a card that no feed brought: in the bin, and in no other sum
        (.intends(8, .retain, in: nil), [7, 0, 1, 1, 1, 0, 3]),
        (.ends(8, .done), [7, 0, 1, 1, 1, 0, 4]),
        (.unitCounted(.bin, found: 0, by: "t"), [7, 0, 1, 1, 1, 0, 0]),
        // found one less than booked, then filled up
        (.unitCounted(.hopper, found: 6, by: "t"), [6, 0, 1, 1, 1, 0, 0]),
        (.unitCounted(.hopper, found: 100, by: "t"), [100, 0, 1, 1, 1, 0, 0]),
        (.unitCounted(.hopper, found: 0, by: "t"), [0, 0, 1, 1, 1, 0, 0]),
        // the hopper gives a card that nobody counted
        (.intends(9, .feed, in: nil), [-1, 0, 1, 1, 1, 1, 0]),
        (.ends(9, .done), [-1, 1, 1, 1, 1, 0, 0]),
    ]

    @Test("Each row moves the sums as it should, and they balance")
    func sums() throws {
        let journal = try JournalFolder().open()
        for (step, (entry, expected)) in Self.story.enumerated() {
            try journal.append([entry], at: .test)
            let sums = try journal.stock()
            let found = [
                sums.remaining, sums.inPath, sums.delivered, sums.retained, sums.writtenOff,
                sums.unaccounted, sums.inBin,
            ]
            #expect(found == expected, "after step \(step), \(entry)")
            #expect(sums.balances, "after step \(step), \(entry)")
            #expect(sums.hopperKnown)
        }
    }

    @Test("Cards at large are those in path, at the exit and unaccounted, with what is known")
    func atLarge() throws {
        let journal = try JournalFolder().open()
        try journal.append(
            JournalEntry.fed(1, in: nil) + [.cardIdentified(Fixed.card(1), Fixed.uid)]
                + JournalEntry.fed(2, in: nil) + [.custodyChanged(Fixed.card(2), .delivered)]
                + [.intends(3, .feed, in: nil)], at: .test)
        #expect(
            try journal.cardsAtLarge() == [
                CardAtLarge(card: Fixed.card(1), uid: Fixed.uid, custody: .path),
                CardAtLarge(
                    card: Fixed.card(3), uid: nil,
                    custody: .unaccounted(possible: [.hopper, .path])),
            ])
        #expect(try journal.openMovement() == MovementID(3))
        #expect(try journal.nextMovement() == MovementID(4))
    }

    @Test("A card found at the start keeps the next movement from taking its number")
    func foundCard() throws {
        let journal = try JournalFolder().open()
        try journal.append([.custodyChanged(Fixed.card(1), .path)], at: .test)
        #expect(try journal.nextMovement() == MovementID(2))
    }

    @Test("The ledger says where every card is and what a witness found otherwise")
    func ledger() throws {
        let folder = try JournalFolder()
        try folder.fill(
            [.unitCounted(.hopper, found: 5, by: "t")] + JournalEntry.fed(1, in: nil) + [
                .fact(.stock(.difference(unit: .hopper, booked: 4, witnessed: 3)))
            ])
        let ledger = try JournalReader(path: folder.path).ledger()
        #expect(!ledger.needsAttention)
        #expect(
            ledger.lines == [
                "journal epoch-1, 4 rows", "hopper: 4 left of 5 loaded",
                "bin: 0 since it was last counted",
                "loaded 5 = remaining 4 + in path 1 + delivered 0 + retained 0 + written off 0"
                    + " + unaccounted 0",
                "card#1 is in the path", "row 4: hopper booked 4, counted 3",
                "events: 1 waiting, the store wants 1 next",
            ])
    }
}
