import CampusCard
import KioskCore
import KioskPorts
import SimulatedDisk
import Testing

@testable import Journal

/// Goal: the sums that an open journal keeps up are those that a walk over all its rows finds. Method: rows drawn from
/// a seed, also such as no kiosk would write and such as the journal refuses, and a walk after each.
@Suite struct StockKeepingTests {
    @Test("The sums kept are the sums found, after any row", arguments: [1, 2, 3, 4] as [UInt64])
    func keptAreFound(seed: UInt64) throws {
        let folder = try JournalFolder()
        let journal = try folder.open()
        try journal.append([.caseBegun(Fixed.caseID, .replaceLostCard)], at: .test)
        let reader = try JournalReader(path: folder.path)
        var drawn = DrawnRows(seed: seed)
        var refused = 0
        for step in 1...200 {
            // Known before the rows, so that it is kept and not looked up.
            _ = try journal.stock()
            let rows = drawn.next()
            do throws(JournalFault) { try journal.append(rows, at: .test) } catch { refused += 1 }
            let found = try reader.ledger().sums
            #expect(try journal.stock() == found, "seed \(seed), step \(step): \(rows)")
        }
        #expect((1..<190).contains(refused), "seed \(seed)")
    }
}

/// Batches of rows that move the stock.
private struct DrawnRows {
    private var random: DiskDice
    private var lastMovement: Int64 = 0

    init(seed: UInt64) { random = DiskDice(seed: seed) }

    mutating func next() -> [JournalEntry] {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in row() }
    }

    private mutating func row() -> JournalEntry {
        switch Int.random(in: 1...8, using: &random) {
        case 1...3: return intent()
        case 4...6:
            let outcome = MovementOutcome.allCases.randomElement(using: &random) ?? .done
            return .ends(lastMovement, outcome)
        case 7: return .custodyChanged(card(), custody())
        case _:
            let unit: StockUnit = Bool.random(using: &random) ? .hopper : .bin
            return .unitCounted(unit, found: Int.random(in: 0...9, using: &random), by: "t")
        }
    }

    private mutating func intent() -> JournalEntry {
        lastMovement += 1
        switch Int.random(in: 1...4, using: &random) {
        case 1...2: return .intends(lastMovement, .feed, in: nil)
        case 3: return .intends(lastMovement, .retain, in: nil)
        case _: return .intends(lastMovement, .retain, card: card().fedBy.value, in: nil)
        }
    }

    private mutating func card() -> CardRef {
        Fixed.card(Int64.random(in: 1...max(1, lastMovement), using: &random))
    }

    private mutating func custody() -> Custody {
        let all: [Custody] = [
            .path, .exit, .delivered, .retained, .writtenOff, .unaccounted(possible: [.bin]),
        ]
        return all.randomElement(using: &random) ?? .path
    }
}
