import CampusCard
import KioskCore
import KioskPorts
import Testing

@testable import Journal

/// Goal: whatever row of the recovery table matches, its rows close the case once and for all (K13), and never say more of
/// the card than is known (K3, K6, K8). Method: every prefix of every story × what the path shows × whether the retention
/// is proven, written to a real journal.
@Suite struct RecoveryClosingTests {
    /// What recovery met and wrote.
    struct Closing {
        let unfinished: UnfinishedCase
        let row: RecoveryRow
        let isRetained: Bool
        let rows: [JournalEntry]

        var facts: [KioskFact] {
            rows.compactMap { if case .fact(let fact) = $0 { fact } else { nil } }
        }
        var places: [Custody] {
            rows.compactMap { if case .custodyChanged(_, let place) = $0 { place } else { nil } }
        }
    }

    /// Every closing of every prefix, from the journal that the prefix left.
    private static func closings() throws -> [Closing] {
        try UnfinishedCaseTests.stories.flatMap { _, story in
            try (1...story.count).flatMap { length in
                try closings(after: story[..<length].map(\.entry))
            }
        }
    }

    private static func closings(after entries: [JournalEntry]) throws -> [Closing] {
        let journal = try SQLiteJournal(
            in: JournalMemory(), epochIfNew: JournalEpoch(validated: "epoch-1"))
        try journal.append(entries, at: .test)
        if let open = try journal.openMovement() {
            try journal.append(
                [.movementEnded(open, .unknown, path: .unknown, binCount: nil)], at: .test)
        }
        let unfinished = try #require(try journal.unfinishedCase())
        let closings = CardPosition.allCases.flatMap { path in
            BinEvidence.allCases.flatMap { bin -> [Closing] in
                let row = Recovery.row(
                    for: RecoveryFacts(progress: unfinished.progress, path: path, bin: bin))
                return (row.action.movesCard ? [true, false] : [false]).map { kept in
                    Closing(
                        unfinished: unfinished, row: row, isRetained: kept,
                        rows: unfinished.closing(by: row, path: path, isRetained: kept))
                }
            }
        }
        try journal.append(closings[0].rows, at: .test)
        #expect(try journal.unfinishedCase() == nil)
        return closings
    }

    @Test("After its rows nothing is left to recover, and one fact has said how the case ended")
    func closesOnce() throws {
        var met = Set<RecoveryAction>()
        for closing in try Self.closings() {
            met.insert(closing.row.action)
            let last = closing.facts.filter { $0.ends(closing.unfinished.caseID) }
            #expect(last.count == (closing.row.action == .close ? 0 : 1))
            #expect(
                closing.rows.suffix(2).first
                    == .recovered(
                        closing.unfinished.caseID, row: closing.row.name))
            #expect(
                closing.rows.last
                    == .caseEnded(
                        closing.unfinished.caseID,
                        ending: "recovered.\(closing.row.action.rawValue)"))
        }
        #expect(met == Set(RecoveryAction.allCases))
    }

    @Test("A card is in the bin, void and listed only where that is proven")
    func nothingIsClaimed() throws {
        for closing in try Self.closings() {
            let isProven =
                closing.isRetained || closing.row.action == .void
                || closing.unfinished.progress == .retained
            let isVoided = closing.facts.contains { fact in
                if case .voided = fact { true } else { false }
            }
            let isSaidInBin = closing.places.contains(.retained)
            #expect(!isSaidInBin || isProven, "\(closing.unfinished) by \(closing.row.name)")
            // A card without a UID was never bound, so nothing of it could have been committed.
            #expect(!isVoided || isProven || closing.unfinished.uid == nil)
            #expect(!closing.places.contains(.delivered))
        }
    }

    @Test("A card that is not proven to be in the bin is reported as unaccounted")
    func nothingIsBalancedAway() throws {
        for closing in try Self.closings() {
            guard closing.row.action.movesCard, closing.unfinished.card != nil else {
                continue
            }
            let isReported = closing.facts.contains { fact in
                if case .stock(.unaccounted) = fact { true } else { false }
            }
            #expect(isReported == !closing.isRetained)
        }
    }

    @Test(
        "A counter that did not count a retained card is a difference",
        arguments: [
            (4, 5, nil), (999, 0, nil), (nil, 5, nil), (4, nil, nil), (4, 4, 5), (4, 6, 5),
            (999, 999, 0),
        ] as [(Int?, Int?, Int?)])
    func binDifference(before: Int?, after: Int?, booked: Int?) throws {
        let rows = [JournalEntry].binDifference(before: before, after: after)
        guard let booked, let after else { return #expect(rows.isEmpty) }
        #expect(
            rows == [
                .fact(.stock(.difference(unit: .bin, booked: booked, witnessed: after)))
            ])
    }
}
