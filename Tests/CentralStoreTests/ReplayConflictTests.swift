import CampusCard
import CentralStore
import Testing

/// Goal: what a replay cannot settle is listed, closed by a person, and never gives a student two
/// usable cards or takes money twice.
@Suite("What a replay cannot settle")
struct ReplayConflictTests {
    @Test(
        "A card delivered in a case that no note tells of is listed, and closed with a reason"
    )
    func unknownCase() throws {
        let rig = try StoreRig()
        let restored = try rig.restored(rig.backup())
        let journal = KioskJournalModel()
        let id = CaseID(validated: "c-forgotten")
        journal.write(.delivered(caseID: id, uid: StoreRig.uid(100), evidence: .takenSeenLive))
        try journal.replay(on: restored)
        let conflict = try #require(try restored.desk.conflicts(closedToo: false).first)
        #expect(conflict.caseID == id && conflict.kiosk == StoreRig.k1)
        #expect(conflict.why == "outOfOrder" && conflict.event.contains("delivered"))
        #expect(try restored.desk.replay().openConflicts == 1)
        try restored.desk.closeConflicts(of: id, who: "Zhao", why: "the student paid in cash")
        #expect(try restored.desk.conflicts(closedToo: false).isEmpty)
        #expect(
            try restored.desk.conflicts(closedToo: true).map(\.closing)
                == ["the student paid in cash (Zhao)"])
        #expect(throws: StoreFailure.self) {
            try restored.desk.closeConflicts(of: id, who: "Zhao", why: "again")
        }
    }

    @Test("A fee that can no longer be held is listed; the lost card is stopped all the same")
    func moneyGone() throws {
        let telling = try RestoreTests.Telling(.delivered, pushedAtOnce: false)
        let backups = try telling.run()
        let rig = try telling.rig.restored(backups[0])
        try rig.spend(Money(fen: 9_000), of: "a1")
        try telling.journal.replay(on: rig)
        #expect(try !rig.desk.conflicts(closedToo: false).isEmpty)
        #expect(try rig.desk.conflicts(closedToo: false).first?.why == "insufficientFunds")
        #expect(try rig.number("SELECT COUNT(*) FROM transfer WHERE case_id IS NOT NULL") == 0)
        #expect(try rig.number("SELECT lost FROM card WHERE account = 'a1'") == 1)
        #expect(try rig.desk.ledger(newest: 1).differences.isEmpty)
    }

    @Test("After a listed delivery the next card of the student stops the unknown one")
    func nextCardStopsIt() throws {
        let telling = try RestoreTests.Telling(.delivered, pushedAtOnce: false)
        let backups = try telling.run()
        let delivered = try telling.rig.number("SELECT MAX(issue_number) FROM card")
        let rig = try telling.rig.restored(backups[0])
        for kiosk in [StoreRig.k1, StoreRig.k2] {
            try rig.desk.giveUpReplay(of: kiosk, who: "Zhao", why: "both burnt down")
        }
        let (_, plan) = try RigCase(rig, "c-next").committed(blank: 200)
        #expect(Int64(plan.issueNumber.value) > delivered)
        let stopped = try rig.number("SELECT MAX(stopped_through) FROM stop_entry")
        #expect(stopped >= delivered && stopped < Int64(plan.issueNumber.value))
        #expect(try rig.number("SELECT MAX(version) FROM stop_entry") > 100_000)
    }

    @Test("A number that a replay spoils stops no card that was given back meanwhile")
    func spoiledAfterRelease() throws {
        let rig = try StoreRig()
        let phone = try RigCase(rig, "c-phone")
        _ = try rig.done(ReportLossCall(session: phone.session), phone.id)
        let backup = try rig.backup()
        let journal = KioskJournalModel()
        let business = try RigCase(rig, "c-1", at: journal.kiosk)
        let (id, session) = (business.id, business.session)
        let quote = try journal.call(QuoteCall(session: session), id, on: rig).quote
        let fence = try journal.call(OpenCall(session: session, quote: quote), id, on: rig).fence
        let plan = try journal.call(BindCall(fence: fence, uid: StoreRig.uid(100)), id, on: rig)
        journal.write(.abandoned(caseID: id, reason: .encodingFailed, spoiled: [plan.uid]))

        let restored = try rig.restored(backup)
        _ = try restored.desk.releaseCard(of: StoreRig.mei, who: "Zhao", why: "found again")
        try journal.replay(on: restored)
        #expect(try restored.desk.conflicts(closedToo: true).isEmpty)
        let issue = Int64(plan.issueNumber.value)
        #expect(try restored.number("SELECT MAX(stopped_through) FROM stop_entry") == issue)
        #expect(
            try restored.text("SELECT life || lost FROM card WHERE uid = '\(StoreRig.uid(1))'")
                == "active0")
        #expect(try StoreInvariants.broken(in: restored).isEmpty)
    }

    @Test("A note of another kiosk, of another case or with a changed digit changes nothing")
    func forgedNotes() throws {
        let telling = try RestoreTests.Telling(.cancelled, pushedAtOnce: false)
        let backups = try telling.run()
        guard case .noted(let id, let note)? = telling.journal.facts.first else {
            Issue.record("the first event is the store's note")
            return
        }
        var changed = Array(note.text)
        changed[changed.count - 1] = changed.last == "0" ? "1" : "0"
        let facts: [(KioskID, KioskFact)] = [
            (StoreRig.k2, .noted(caseID: id, note: note)),
            (StoreRig.k1, .noted(caseID: CaseID(validated: "c-other"), note: note)),
            (StoreRig.k1, .noted(caseID: id, note: StoreNote(validated: String(changed)))),
            (StoreRig.k1, .noted(caseID: id, note: StoreNote(validated: "no-hex"))),
        ]
        for (kiosk, fact) in facts {
            let rig = try telling.rig.restored(backups[0])
            _ = try rig.done(RegisterCall.rig(), at: kiosk, nil)
            #expect(try rig.push([fact], from: 1, at: kiosk).quarantined.count == 1)
            #expect(try rig.number("SELECT COUNT(*) FROM replacement_case") == 0)
            #expect(try rig.number("SELECT COUNT(*) FROM stop_entry") == 0)
        }
    }
}
