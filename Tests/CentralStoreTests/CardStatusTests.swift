import CampusCard
import GRDB
import Testing

@testable import CentralStore

/// Goal: a card's status has three axes that never speak for each other: life, flags, and what its chip says. Method: every
/// value of each axis through both kinds of tables and back, then the acts that move one axis and must leave the others.
@Suite("The three axes of a card's status")
struct CardStatusTests {
    private static let writes: [CardWrite] =
        [.inSync, .unknown(since: ListVersion(7))]
        + PendingWrite.allCases.map { .pending($0, since: ListVersion(8)) }

    @Test("Every combination of flags and of what the chip says is kept, in SQLite and in memory")
    func kept() throws {
        let twins = try TwinStores(seed: 1)
        var number: UInt32 = 200
        for marks in UInt8(0)...7 {
            for write in Self.writes {
                number += 1
                let card = CardRecord(
                    cardNumber: CardNumber(number), issueNumber: IssueNumber(1),
                    account: AccountID(validated: "a\(number)"), uid: StoreRig.uid(number),
                    life: .issuing, flags: CardFlags(rawValue: marks), write: write,
                    goodAsOf: ListVersion(1), boundAt: 0)
                try twins.both { transaction in
                    try transaction.tables.insert(card, boundTo: nil)
                    let read = try #require(try transaction.tables.card(card.uid))
                    #expect(read.flags == card.flags && read.write == write)
                    #expect(read.life == .issuing)
                    try read.set(.bad, transaction)
                    let changed = try #require(try transaction.tables.card(card.uid))
                    #expect(changed.flags == .bad && changed.write == write)
                    #expect(changed.life == .issuing)
                }
            }
        }
        #expect(try twins.difference() == nil)
    }

    @Test(
        "What the chip says has a reason and a version, or neither",
        arguments: [
            "write_state = 'pending'", "write_state = 'unknown'", "write_reason = 'limits'",
            "write_since = 3", "write_state = 'pending', write_reason = 'rumour', write_since = 3",
            "write_state = 'unknown', write_reason = 'limits', write_since = 3",
        ])
    func fits(change: String) throws {
        let rig = try StoreRig()
        #expect(throws: DatabaseError.self) {
            try rig.database.queue.write { try $0.execute(sql: "UPDATE card SET \(change)") }
        }
    }

    @Test("A freeze marks account and card, outlives the card, and says nothing of a loss")
    func frozen() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let opened = try business.open()
        let plan = try business.bind(opened.fence, 100)
        try rig.desk.setFrozen(StoreRig.mei, true)
        #expect(try status(rig, 1) == "active [lost, frozen]")
        _ = try business.commit(opened.fence, plan)
        #expect(try status(rig, 1) == "cancelled [lost, frozen]")
        #expect(try status(rig, 100) == "inDelivery [frozen]")
        let terminal = TerminalID(validated: "CANTEEN-3")
        #expect(try rig.desk.cardUsed(StoreRig.uid(100), at: terminal) == .frozen)
        try rig.desk.setFrozen(StoreRig.mei, false)
        #expect(try status(rig, 100) == "active []")
        #expect(try status(rig, 1) == "cancelled [lost, frozen]")
        #expect(try rig.desk.cardUsed(StoreRig.uid(100), at: terminal) == .good)
    }

    private func status(_ rig: StoreRig, _ number: UInt32) throws -> String {
        let card = try #require(
            try rig.desk.account(StoreRig.mei).cards.first { $0.uid == StoreRig.uid(number) })
        let marks = [(CardFlags.lost, "lost"), (.frozen, "frozen"), (.bad, "bad")]
            .filter { card.flags.contains($0.0) }.map(\.1)
        return "\(card.life.rawValue) [\(marks.joined(separator: ", "))]"
    }
}
