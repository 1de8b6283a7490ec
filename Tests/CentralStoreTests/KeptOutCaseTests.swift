import CampusCard
import CentralStore
import Testing

/// Goal: kiosks are heard in any order after a restore, and an account has one live case; what another case keeps out
/// comes back by itself once the way is free.
@Suite("Cases that a replay keeps out")
struct KeptOutCaseTests {
    @Test(
        "Two kiosks that served one student are heard in either order: one card lives",
        arguments: [true, false])
    func eitherOrder(earlierFirst: Bool) throws {
        let rig = try StoreRig()
        let backup = try rig.backup()
        let first = KioskJournalModel()
        let second = KioskJournalModel(StoreRig.k2)
        let early = try deliver(rig, first, "c-1", blank: 100)
        let late = try deliver(rig, second, "c-2", blank: 101)
        let restored = try rig.restored(backup)
        for journal in earlierFirst ? [first, second] : [second, first] {
            try journal.replay(on: restored)
        }
        #expect(try restored.desk.conflicts(closedToo: true).isEmpty)
        #expect(try restored.desk.replay().replayedAt != nil)
        #expect(
            try restored.text(
                "SELECT group_concat(uid) FROM card WHERE account = 'a1' AND life = 'active'")
                == late.description)
        #expect(
            try restored.text("SELECT life FROM card WHERE uid = '\(early)'") == "cancelled")
        #expect(try restored.number("SELECT COUNT(*) FROM transfer WHERE kind = 'capture'") == 2)
        #expect(try restored.desk.ledger(newest: 1).differences.isEmpty)
    }

    @Test(
        "A case that a later live one keeps out of a replay comes back when that one ends",
        arguments: Later.allCases)
    func keptOut(later: Later) throws {
        let rig = try StoreRig()
        let backup = try rig.backup()
        let first = KioskJournalModel()
        let second = KioskJournalModel(StoreRig.k2)
        let early = try deliver(rig, first, "c-1", blank: 100)
        let (id, fence, plan) = try begin(rig, second, "c-2", blank: 101)
        let restored = try rig.restored(backup)
        try second.replay(on: restored)
        try first.replay(on: restored)
        #expect(try restored.desk.conflicts(closedToo: false).first?.why == "leaseLost")
        #expect(try restored.desk.replay().replayedAt != nil)
        switch later {
        case .delivered:
            let commit = CommitCall(fence: fence, uid: plan.uid, issueNumber: plan.issueNumber)
            _ = try second.call(commit, id, on: restored)
            second.write(.delivered(caseID: id, uid: plan.uid, evidence: .takenSeenLive))
        case .abandoned:
            second.write(.abandoned(caseID: id, reason: .walkedAway, spoiled: []))
        }
        try second.push(on: restored)
        #expect(try restored.desk.conflicts(closedToo: false).isEmpty)
        #expect(try restored.desk.suspects(resolvedToo: false).isEmpty)
        #expect(try restored.desk.quarantine().isEmpty)
        #expect(
            try restored.text("SELECT stage FROM replacement_case WHERE case_id = 'c-1'")
                == "delivered")
        // The student reported the early card lost when the later case was opened.
        #expect(
            try restored.text("SELECT life || lost FROM card WHERE uid = '\(early)'")
                == (later == .delivered ? "cancelled0" : "active1"))
        #expect(
            try restored.number("SELECT COUNT(*) FROM transfer WHERE kind = 'capture'")
                == (later == .delivered ? 2 : 1))
        #expect(try restored.desk.ledger(newest: 1).differences.isEmpty)
    }

    @Test(
        "A case that waits for a person's decision on another one comes back with the next heartbeat",
        arguments: [true, false])
    func keptOutByASuspect(isUnaccounted: Bool) throws {
        let (rig, journal, backup, early, late) = try overtaken(asDelivered: true)
        journal.write(.suspected(caseID: late.id, uid: late.plan.uid))
        if isUnaccounted {
            journal.write(
                .stock(.unaccounted(card: CardRef(fedBy: MovementID(7)), uid: late.plan.uid)))
        }
        try journal.push(on: rig)

        let restored = try rig.restored(backup)
        try journal.replay(on: restored)
        #expect(try restored.desk.conflicts(closedToo: false).first?.why == "cardWaiting")
        #expect(
            try restored.number("SELECT COUNT(*) FROM card WHERE uid = '\(late.plan.uid)'") == 0)
        try restored.desk.settleAsDelivered(early.id, who: "Zhao", why: "shown at the desk")
        try journal.register(on: restored)
        #expect(try restored.desk.conflicts(closedToo: false).isEmpty)
        #expect(
            try restored.desk.suspects(resolvedToo: false).map(\.caseID) == [late.id])
        #expect(
            try restored.text("SELECT life FROM card WHERE uid = '\(late.plan.uid)'")
                == "inDelivery")
        #expect(
            try restored.text("SELECT life FROM card WHERE uid = '\(early.plan.uid)'")
                == "cancelled")
        try restored.desk.settleAsDelivered(late.id, who: "Zhao", why: "shown at the desk")
        #expect(try StoreInvariants.broken(in: restored).isEmpty)
    }

    @Test(
        "A case that was kept out and undone leaves its number listed and its UID withheld",
        arguments: [false, true])
    func undone(isReleasedMeanwhile: Bool) throws {
        let (rig, journal, backup, early, late) = try overtaken(asDelivered: true)
        journal.write(.voided(caseID: late.id, uid: late.plan.uid))
        try journal.push(on: rig)

        let restored = try rig.restored(backup)
        try journal.replay(on: restored)
        if isReleasedMeanwhile {
            try restored.desk.settleAsDelivered(early.id, who: "Zhao", why: "shown at the desk")
            _ = try restored.desk.releaseCard(
                of: StoreRig.mei, who: "Zhao", why: "found in the library")
        }
        try journal.register(on: restored)
        #expect(try restored.desk.conflicts(closedToo: false).isEmpty)
        #expect(
            try restored.desk.suspects(resolvedToo: false).allSatisfy { $0.caseID != late.id })
        let issue = Int64(late.plan.issueNumber.value)
        #expect(
            try restored.number("SELECT MAX(stopped_through) FROM stop_entry") >= issue)
        #expect(
            try restored.text("SELECT why FROM withheld_uid WHERE uid = '\(late.plan.uid)'")
                != nil)
        #expect(try StoreInvariants.broken(in: restored).isEmpty)
    }

    @Test("A case that a replay kept out comes back in the life of a later restore too")
    func keptOutTwice() throws {
        let (rig, journal, backup, early, late) = try overtaken(asDelivered: false)
        journal.write(.delivered(caseID: late.id, uid: late.plan.uid, evidence: .takenSeenLive))
        try journal.push(on: rig)

        let first = try rig.restored(backup)
        try journal.replay(on: first)
        let second = try first.restored(first.backup())
        try journal.replay(on: second)
        #expect(try second.desk.conflicts(closedToo: false).first?.why == "cardWaiting")
        try second.desk.release(early.id, who: "Zhao", why: "no card was had")
        try journal.register(on: second)
        #expect(try second.desk.conflicts(closedToo: false).isEmpty)
        #expect(
            try second.text("SELECT life FROM card WHERE uid = '\(late.plan.uid)'") == "active")
        #expect(try StoreInvariants.broken(in: second).isEmpty)
    }

    @Test(
        "What a kiosk sends before it has reported in a new life is not taken, and kept out later")
    func pushedUnheard() throws {
        let (rig, journal, backup, early, late) = try overtaken(asDelivered: false)
        journal.write(.delivered(caseID: late.id, uid: late.plan.uid, evidence: .takenSeenLive))
        try journal.push(on: rig)

        let first = try rig.restored(backup)
        try journal.register(on: first)
        let second = try first.restored(first.backup())
        let tale = Array(journal.facts[(Int(journal.nextWanted) - 1)...])
        #expect(!tale.isEmpty)
        let call = StoreRig.pushCall(tale, from: journal.nextWanted)
        #expect(try second.refusal(call, at: journal.kiosk, nil) == .storeReplaying)
        try journal.replay(on: second)
        #expect(try second.desk.conflicts(closedToo: false).first?.why == "cardWaiting")
        try second.desk.release(early.id, who: "Zhao", why: "no card was had")
        try journal.register(on: second)
        #expect(
            try second.text("SELECT life FROM card WHERE uid = '\(late.plan.uid)'") == "active")
        #expect(try StoreInvariants.broken(in: second).isEmpty)
    }

    /// How the later of two cases ends.
    enum Later: CaseIterable { case delivered, abandoned }

    @Test("A case that the backup left open is not fenced off before its own kiosk was heard")
    func openInTheBackup() throws {
        let rig = try StoreRig()
        let first = KioskJournalModel()
        let second = KioskJournalModel(StoreRig.k2)
        let (id, fence, plan) = try begin(rig, first, "c-1", blank: 100)
        let backup = try rig.backup()
        _ = try first.call(
            CommitCall(fence: fence, uid: plan.uid, issueNumber: plan.issueNumber), id, on: rig)
        first.write(.delivered(caseID: id, uid: plan.uid, evidence: .takenSeenLive))
        try first.push(on: rig)
        let late = try deliver(rig, second, "c-2", blank: 101)
        let restored = try rig.restored(backup)
        try second.replay(on: restored)
        #expect(try restored.desk.conflicts(closedToo: false).first?.why == "storeReplaying")
        try first.replay(on: restored)
        #expect(try restored.desk.conflicts(closedToo: false).isEmpty)
        #expect(
            try restored.text(
                "SELECT group_concat(stage) FROM replacement_case") == "delivered,delivered")
        #expect(
            try restored.text("SELECT uid FROM card WHERE account = 'a1' AND life = 'active'")
                == late.description)
        #expect(try restored.desk.suspects(resolvedToo: false).isEmpty)
        #expect(try restored.desk.ledger(newest: 1).differences.isEmpty)
    }

    private typealias Presented = (id: CaseID, plan: Personalisation)

    /// A suspect case, a backup of that moment, the desk's decision on it, and a later case up to its commit.
    private func overtaken(
        asDelivered: Bool
    ) throws -> (
        StoreRig, KioskJournalModel, backup: StoreDatabase, early: Presented, late: Presented
    ) {
        let rig = try StoreRig()
        let journal = KioskJournalModel()
        let early = try present(rig, journal, "c-1", blank: 100)
        journal.write(.suspected(caseID: early.id, uid: early.plan.uid))
        try journal.push(on: rig)
        let backup = try rig.backup()
        if asDelivered {
            try rig.desk.settleAsDelivered(early.id, who: "Zhao", why: "shown at the desk")
        } else {
            try rig.desk.release(early.id, who: "Zhao", why: "no card was had")
        }
        return (rig, journal, backup, early, try present(rig, journal, "c-2", blank: 101))
    }

    private func deliver(
        _ rig: StoreRig, _ journal: KioskJournalModel, _ name: String, blank: UInt32
    ) throws -> CardUID {
        let (id, plan) = try present(rig, journal, name, blank: blank)
        journal.write(.delivered(caseID: id, uid: plan.uid, evidence: .takenSeenLive))
        try journal.push(on: rig)
        return plan.uid
    }

    /// Quote to commit: the card is at the exit.
    private func present(
        _ rig: StoreRig, _ journal: KioskJournalModel, _ name: String, blank: UInt32
    ) throws -> Presented {
        let (id, fence, plan) = try begin(rig, journal, name, blank: blank)
        _ = try journal.call(
            CommitCall(fence: fence, uid: plan.uid, issueNumber: plan.issueNumber), id, on: rig)
        return (id, plan)
    }

    /// Quote to bind.
    private func begin(
        _ rig: StoreRig, _ journal: KioskJournalModel, _ name: String, blank: UInt32
    ) throws -> (CaseID, Fence, Personalisation) {
        let business = try RigCase(rig, name, at: journal.kiosk)
        let (id, session) = (business.id, business.session)
        let quote = try journal.call(QuoteCall(session: session), id, on: rig).quote
        let fence = try journal.call(
            OpenCall(session: session, quote: quote), id, on: rig
        ).fence
        let plan = try journal.call(
            BindCall(fence: fence, uid: StoreRig.uid(blank)), id, on: rig)
        try journal.push(on: rig)
        return (id, fence, plan)
    }
}
