import CampusCard
import Testing

/// Goal: a terminal never takes a stopped card that it could know of, and never refuses one that the store
/// calls good. Method: the whole product of what it can know.
@Suite("The terminal's decision table")
struct TerminalVerdictTests {
    static let presentations: [CardPresentation] = CardReading.allCases.flatMap { card in
        Listing.allCases.flatMap { listing in
            ([nil] + StoreWord.allCases).map { store in
                CardPresentation(card: card, listing: listing, store: store)
            }
        }
    }

    @Test("Every input has a row, and every row decides one at least")
    func complete() {
        let rows = Self.presentations.map(VerdictRow.deciding)
        #expect(rows.count == 3 * 4 * 7)
        #expect(Set(rows) == Set(VerdictRow.allCases))
    }

    @Test("The store's answer outranks the list, and the flag too unless the card is to be updated")
    func storeWins() {
        for presented in Self.presentations where presented.store != nil {
            for listing in Listing.allCases {
                let other = CardPresentation(
                    card: presented.card, listing: listing, store: presented.store)
                #expect(other.verdict == presented.verdict)
            }
            guard presented.card != .notReadable else { continue }
            let isGood = presented.store == .good || presented.store == .released
            let wanted: TerminalVerdict.Outcome = presented.card == .flagged ? .update : .accept
            #expect((presented.verdict.outcome == wanted) == isGood, "\(presented)")
        }
    }

    @Test("Offline the flag decides, then the list, and the list only where it is not older")
    func offline() {
        for presented in Self.presentations where presented.store == nil {
            let isAccepted = presented.verdict.outcome == .accept
            let isGood =
                presented.card == .clear
                && (presented.listing == .free || presented.listing == .stoppedBeforeStamp)
            #expect(isAccepted == isGood, "\(presented)")
            #expect(presented.verdict.outcome != .update, "nobody said that it may be")
        }
    }

    @Test("Only a readable card with a clear flag gets one, and each that does is reported")
    func flagging() {
        for presented in Self.presentations {
            let verdict = presented.verdict
            if verdict.setsFlag {
                #expect(presented.card == .clear && verdict.isReported, "\(presented)")
                #expect(verdict.outcome == .refuse(.stopped), "\(presented)")
            }
            if verdict.outcome == .refuse(.stopped), presented.card == .clear {
                #expect(verdict.setsFlag, "\(presented)")
            }
        }
    }

    @Test("Every reason to refuse is one of some input")
    func reasons() {
        let found = Self.presentations.compactMap { presented in
            if case .refuse(let why) = presented.verdict.outcome { why } else { nil }
        }
        #expect(Set(found) == Set(TerminalRefusal.allCases))
    }
}

@Suite("The list that a terminal holds")
struct HeldListTests {
    private static let card = CardNumber(104_233)

    private func listing(
        _ issue: UInt16, goodAsOf: UInt32, through: UInt16, released: UInt16? = nil
    ) -> Listing {
        HeldList(
            version: ListVersion(50),
            entries: [
                Self.card: StoppedIssues(
                    through: IssueNumber(through), released: released.map(IssueNumber.init))
            ]
        ).listing(of: Self.card, IssueNumber(issue), goodAsOf: ListVersion(goodAsOf))
    }

    @Test("Every issue up to the stopped one is listed, and none above it")
    func through() {
        for issue in UInt16(0)...9 {
            let wanted: Listing = issue <= 6 ? .stoppedSinceStamp : .free
            #expect(listing(issue, goodAsOf: 10, through: 6) == wanted)
        }
    }

    @Test("A released issue is free, whatever was spoiled above it; those around it stay stopped")
    func released() {
        for issue in UInt16(0)...9 {
            let wanted: Listing = issue <= 6 && issue != 4 ? .stoppedSinceStamp : .free
            #expect(listing(issue, goodAsOf: 10, through: 6, released: 4) == wanted)
        }
    }

    @Test("A list counts from the version of the stamp on; an older one is outranked by it")
    func stamp() {
        #expect(listing(6, goodAsOf: 49, through: 6) == .stoppedSinceStamp)
        #expect(listing(6, goodAsOf: 50, through: 6) == .stoppedSinceStamp)
        #expect(listing(6, goodAsOf: 51, through: 6) == .stoppedBeforeStamp)
    }

    @Test("Another card's entry says nothing")
    func otherCard() {
        let list = HeldList(
            version: ListVersion(50),
            entries: [CardNumber(1): StoppedIssues(through: IssueNumber(9))])
        #expect(list.listing(of: Self.card, IssueNumber(1), goodAsOf: ListVersion(1)) == .free)
    }
}
