import CampusCard
import KioskCore
import KioskPorts
import Testing

@testable import Journal

/// Goal: wherever a case stops, recovery is told how far it had got. Method: every prefix of every
/// story, each row appended and asked for on its own.
@Suite struct UnfinishedCaseTests {
    static let stories: [(String, [CaseStories.Step])] = [
        ("replacement", CaseStories.replacement),
        ("second blank, retained", CaseStories.secondBlankRetained),
        ("commit refused", CaseStories.commitRefused), ("not taken", CaseStories.notTaken),
        ("drawn back by the unit", CaseStories.drawnBack),
        ("open refused", CaseStories.openRefused), ("open unanswered", CaseStories.openUnanswered),
        ("feed unknown", CaseStories.feedUnknown), ("loss report", CaseStories.lossReport),
    ]

    @Test("Every prefix of a case has its progress", arguments: stories)
    func progress(name: String, story: [CaseStories.Step]) throws {
        let folder = try JournalFolder()
        let journal = try folder.open()
        for (number, step) in story.enumerated() {
            try journal.append([step.entry], at: .test)
            let found = try journal.unfinishedCase()
            #expect(found?.progress == step.progress, "\(name), row \(number + 1): \(step.entry)")
            #expect(found?.caseID == Fixed.caseID)
        }
        if let open = try journal.openMovement() {
            try journal.append(
                [.movementEnded(open, .unknown, path: .unknown, binCount: nil)], at: .test)
        }
        try journal.append([.caseEnded(Fixed.caseID, ending: "ended")], at: .test)
        #expect(try journal.unfinishedCase() == nil)
        #expect(try JournalReader(path: folder.path).verify() == [])
    }

    @Test("Every progress is met by a story")
    func complete() {
        let met = Set(Self.stories.flatMap { $0.1.map(\.progress) })
        #expect(met == Set(CaseProgress.allCases))
    }

    @Test("Recovery knows the card, its UID, the spoiled ones and the bin before")
    func details() throws {
        let journal = try JournalFolder().open()
        func tell(_ steps: ArraySlice<CaseStories.Step>) throws -> UnfinishedCase? {
            try journal.append(steps.map(\.entry), at: .test)
            return try journal.unfinishedCase()
        }
        let story = CaseStories.secondBlankRetained
        let discarded = try #require(story.firstIndex { $0.progress == .discarded })
        let feeding = try #require(story.lastIndex { $0.progress == .feeding })
        let retaining = try #require(story.lastIndex { $0.progress == .retaining })

        let first = try #require(try tell(story[...discarded]))
        #expect((first.card, first.uid) == (nil, nil))
        #expect(first.spoiled == [Fixed.uid])
        #expect(first.binCountBefore == 4)

        let second = try #require(try tell(story[(discarded + 1)...feeding]))
        #expect(second.card == Fixed.card(5))
        #expect(second.uid == nil)

        let third = try #require(try tell(story[(feeding + 1)...retaining]))
        #expect((third.card, third.uid) == (Fixed.card(5), Fixed.otherUID))
        #expect(third.spoiled == [Fixed.uid, Fixed.otherUID])
        #expect(third.binCountBefore == 5)
        #expect(third.job == .replaceLostCard)
    }

    @Test("Rows of another card or another case say nothing of this one")
    func others() throws {
        let journal = try JournalFolder().open()
        try journal.append(
            [
                .caseBegun(Fixed.otherCase, .reportLoss),
                .caseEnded(Fixed.otherCase, ending: "ended"),
            ]
                + CaseStories.replacement.prefix(8).map(\.entry), at: .test)
        let before = try journal.unfinishedCase()
        try journal.append(
            [
                .fact(.voided(caseID: Fixed.otherCase, uid: nil)),
                .custodyChanged(Fixed.card(99), .retained),
                .slipPrinted(Fixed.otherCase, .lossReport, printed: true),
                .reasonRaised(.printerOut),
            ], at: .test)
        #expect(try journal.unfinishedCase() == before)
    }
}
