import CampusCard
@testable import CentralStore
import Testing

/// Goal: a card that was found again works where it can be known to be good, and nothing that was stopped besides becomes
/// usable by it. Method: the store's rules, and the terminal's table on the list that the store publishes.
@Suite("Releasing a lost card")
struct ReleaseTests {
    private static let terminal = TerminalID(validated: "CANTEEN-3")

    private func reported(_ rig: StoreRig, _ name: String = "c-1") throws -> ListVersion {
        let business = try RigCase(rig, name)
        return try rig.done(ReportLossCall(session: business.session), business.id).listVersion
    }

    private func release(_ rig: StoreRig) throws -> ListVersion {
        try rig.desk.releaseCard(of: StoreRig.mei, who: "Zhao", why: "shown at the desk")
    }

    /// The list as a terminal holds it that has heard everything.
    private func list(_ rig: StoreRig) throws -> (list: HeldList, card: CardRecord) {
        try rig.service.inTransaction("look at the list") { transaction in
            let card = try #require(try CardRecord.find(uid: StoreRig.uid(1), transaction))
            let entry = try #require(try transaction.tables.newestEntry(of: card.cardNumber))
            let list = HeldList(
                version: try StopList.version(transaction),
                entries: [card.cardNumber: entry.issues])
            return (list, card)
        }
    }

    @Test("A released card is good again, and its chip waits for an update")
    func released() throws {
        let rig = try StoreRig()
        let lostAt = try reported(rig)
        #expect(try rig.desk.cardUsed(StoreRig.uid(1), at: Self.terminal) == .lost)
        let version = try release(rig)
        #expect(version > lostAt)
        #expect(try rig.desk.cardUsed(StoreRig.uid(1), at: Self.terminal) == .released)
        let (list, card) = try list(rig)
        #expect(card.write == .pending(.clearFlag, since: version) && !card.lost)
        #expect(
            list.listing(of: card.cardNumber, card.issueNumber, goodAsOf: card.goodAsOf) == .free)
        #expect(
            try rig.text("SELECT who || ': ' || why FROM card_release")
                == "Zhao: shown at the desk")
    }

    @Test("A number that was spoiled while the card was lost stays stopped after its release")
    func spoiledStays() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let plan = try business.bind(try business.open().fence, 100)
        _ = try business.abandon(spoiled: [100])
        _ = try release(rig)
        let (list, card) = try list(rig)
        #expect(
            list.listing(of: card.cardNumber, card.issueNumber, goodAsOf: card.goodAsOf) == .free)
        #expect(
            list.listing(of: card.cardNumber, plan.issueNumber, goodAsOf: card.goodAsOf)
                == .stoppedSinceStamp)
    }

    @Test("A second loss stops the card again, and a replacement stops it for ever")
    func lostAgain() throws {
        let rig = try StoreRig()
        _ = try reported(rig)
        _ = try release(rig)
        _ = try reported(rig, "c-2")
        #expect(try rig.desk.cardUsed(StoreRig.uid(1), at: Self.terminal) == .lost)
        let (stopped, card) = try list(rig)
        #expect(
            stopped.listing(of: card.cardNumber, card.issueNumber, goodAsOf: card.goodAsOf)
                == .stoppedSinceStamp)
        _ = try release(rig)
        _ = try RigCase(rig, "c-3").committed(blank: 100)
        #expect(try rig.desk.cardUsed(StoreRig.uid(1), at: Self.terminal) == .cancelled)
        let (replaced, old) = try list(rig)
        #expect(
            replaced.listing(of: old.cardNumber, old.issueNumber, goodAsOf: old.goodAsOf)
                == .stoppedSinceStamp)
    }

    @Test("A card is not released that is not lost, is being replaced, or is not there")
    func refused() throws {
        let rig = try StoreRig()
        #expect(throws: StoreFailure.self) { try release(rig) }
        let business = try RigCase(rig, "c-1")
        _ = try business.open()
        #expect(throws: StoreFailure.self) { try release(rig) }
        _ = try business.abandon()
        _ = try release(rig)
        #expect(throws: StoreFailure.self) { try release(rig) }
        #expect(throws: StoreFailure.self) {
            try rig.desk.releaseCard(
                of: StudentNumber(validated: "9999"), who: "Zhao", why: "nobody's")
        }
        #expect(try rig.number("SELECT COUNT(*) FROM card_release") == 1)
    }
}
