import CampusCard
import CentralStore
import Testing

/// Goal: nothing acknowledged is lost when a backup is put back (design §4). Method: every story of
/// a case is told to a store, a backup is taken before each of its steps, and the kiosk's journal is
/// replayed over each: the restored store must come to know what the lost one knew.
@Suite("A store that was restored from a backup")
struct RestoreTests {
    /// How a case goes on and ends, step by step. Every step leaves its trace in the journal.
    enum Story: String, CaseIterable {
        case delivered, notTaken, foundInBin, suspected, suspectedThenDelivered
        case cancelled, badBlank, twoBlanks, lossOnly
    }

    @Test(
        "Replayed over a backup from before any step, the store knows again what it knew",
        arguments: Story.allCases, [true, false])
    func everyStep(story: Story, pushedAtOnce: Bool) throws {
        let steps = try Telling(story, pushedAtOnce: false).run().count
        #expect(steps >= 2)
        for step in 0...steps {
            let telling = try Telling(story, pushedAtOnce: pushedAtOnce)
            let backups = try telling.run()
            try telling.journal.push(on: telling.rig)
            let known = try Knowledge(of: telling.rig)
            let backup = step < steps ? backups[step] : try telling.rig.backup()
            let rig = try telling.rig.restored(backup)
            #expect(try rig.desk.replay().replayedAt == nil)
            try telling.journal.replay(on: rig)
            let what: Comment = "\(story), backup before step \(step), \(pushedAtOnce)"
            #expect(try Knowledge(of: rig) == known, what)
            #expect(try rig.desk.conflicts(closedToo: true) == [], what)
            #expect(try rig.desk.quarantine() == [], what)
            #expect(try rig.desk.ledger(newest: 1).differences == [], what)
            #expect(try !rig.isUnheard(StoreRig.k1), what)
        }
    }

    @Test("A kiosk that was told of more than the file holds shows that an older one was put back")
    func noticed() throws {
        let telling = try Telling(.delivered, pushedAtOnce: true)
        try telling.journal.register(on: telling.rig)
        let backups = try telling.run()
        let known = try Knowledge(of: telling.rig)
        for backup in backups.dropLast() {
            let rig = try telling.rig.restored(backup, announced: false)
            #expect(try rig.desk.replay().number == 1)
            let journal = try telling.journal.copy()
            #expect(try journal.register(on: rig).replaying)
            #expect(try rig.desk.replay().number == 2)
            try journal.push(on: rig)
            #expect(try Knowledge(of: rig) == known)
        }
        let current = try telling.rig.restored(telling.rig.backup(), announced: false)
        #expect(try !telling.journal.copy().register(on: current).replaying)
    }

    @Test("A kiosk that knows a later life shows that a file of an earlier one was put back")
    func laterLife() throws {
        let telling = try Telling(.delivered, pushedAtOnce: true)
        try telling.journal.register(on: telling.rig)
        let old = try telling.rig.backup()
        let second = try telling.rig.restored(old)
        try telling.journal.register(on: second)
        let again = try second.restored(old, announced: false)
        #expect(try telling.journal.register(on: again).replaying)
        #expect(try again.desk.replay().number == 2)
        #expect(try again.desk.replay().epoch != second.desk.replay().epoch)
    }

    @Test("No card is issued before every kiosk in service is heard; a loss can be reported")
    func waits() throws {
        let rig = try StoreRig()
        let restored = try rig.restored(rig.backup())
        let (one, two) = (KioskJournalModel(), KioskJournalModel(StoreRig.k2))
        #expect(try one.register(on: restored).replaying)
        let business = try RigCase(restored, "c-1")
        let quote = QuoteCall(session: business.session)
        #expect(try restored.refusal(quote, business.id) == .storeReplaying)
        _ = try restored.done(ReportLossCall(session: business.session), business.id)
        #expect(try !two.register(on: restored).replaying)
        #expect(try !one.register(on: restored).replaying)
        #expect(try restored.refusal(quote, business.id, attempt: 2) == nil)
    }

    @Test("A kiosk that is lost for good is given up by a person, and replayed if it comes back")
    func givenUp() throws {
        let telling = try Telling(.delivered, pushedAtOnce: false)
        let backups = try telling.run()
        let known = try Knowledge(of: telling.rig, afterPush: telling.journal)
        let rig = try telling.rig.restored(backups[0])
        _ = try KioskJournalModel(StoreRig.k2).register(on: rig)
        #expect(try rig.desk.replay().replayedAt == nil)
        try rig.desk.giveUpReplay(of: StoreRig.k1, who: "Zhao", why: "burnt down")
        let replay = try rig.desk.replay()
        #expect(replay.replayedAt != nil)
        #expect(
            replay.kiosks.map(\.standing) == [.givenUp(who: "Zhao", why: "burnt down"), .replayed])
        #expect(throws: StoreFailure.self) {
            try rig.desk.giveUpReplay(of: StoreRig.k1, who: "Zhao", why: "again")
        }
        try telling.journal.replay(on: rig)
        #expect(try Knowledge(of: rig) == known)
    }

    @Test("A kiosk out of service is not waited for, and one with another journal needs a person")
    func others() throws {
        let rig = try StoreRig()
        _ = try rig.done(RegisterCall.rig(journal: "e1"), nil)
        try rig.desk.setKiosk(StoreRig.k2, inService: false, why: "moved")
        let restored = try rig.restored(rig.backup())
        #expect(try restored.done(RegisterCall.rig(journal: "e2"), nil).replaying)
        #expect(try restored.desk.replay().kiosks.map(\.standing) == [.otherJournal, .unheard])
        try restored.desk.giveUpReplay(of: StoreRig.k1, who: "Zhao", why: "new disk")
        #expect(try restored.desk.replay().replayedAt != nil)
        let first = try rig.desk.replay()
        #expect(first.number == 1 && first.replayedAt != nil)
    }

    @Test("A kiosk that is taken out of service ends the waiting for it")
    func takenOut() throws {
        let rig = try StoreRig()
        let restored = try rig.restored(rig.backup())
        _ = try KioskJournalModel().register(on: restored)
        try restored.desk.setKiosk(StoreRig.k2, inService: false, why: "stolen")
        #expect(try restored.desk.replay().replayedAt != nil)
    }
}

extension KioskJournalModel {
    /// The same journal in another hand.
    func copy() throws -> KioskJournalModel {
        let copy = KioskJournalModel(kiosk)
        copy.take(from: self)
        return copy
    }
}

extension StoreRig {
    /// The replay still waits for this kiosk.
    func isUnheard(_ kiosk: KioskID) throws -> Bool {
        try desk.replay().kiosks.first { $0.kiosk == kiosk }?.standing != .replayed
    }
}
