import CampusCard
import CentralStore
import Testing

@Suite("Events of a kiosk's journal")
struct EventTests {
    private func counted(_ found: Int) -> KioskFact {
        .stock(.counted(unit: .hopper, found: found))
    }

    @Test("Events are taken in order, once; a gap waits; the store names the next it wants")
    func order() throws {
        let rig = try StoreRig()
        #expect(try rig.push([counted(1), counted(2)], from: 1).nextEvent == EventSequence(3))
        #expect(try rig.push([counted(9)], from: 4).nextEvent == EventSequence(3))
        let again = try rig.push([counted(2), counted(3)], from: 2)
        #expect(again == PushEventsCall.Answer(nextEvent: EventSequence(4), quarantined: []))
        #expect(try rig.number("SELECT COUNT(*) FROM kiosk_event") == 3)
        let register = RegisterCall.rig()
        #expect(try rig.done(register, nil).nextEvent == EventSequence(4))
        let other = RegisterCall.rig(journal: "e2")
        #expect(try rig.done(other, nil).nextEvent == EventSequence(1))
    }

    @Test("An event that comes again with another content is told, not taken")
    func rewritten() throws {
        let rig = try StoreRig()
        _ = try rig.push([counted(1)], from: 1)
        let answer = try rig.push([counted(7)], from: 1)
        #expect(answer.quarantined == [EventSequence(1)])
        #expect(try rig.number("SELECT COUNT(*) FROM kiosk_event") == 1)
    }

    @Test("An event that cannot be applied goes into quarantine, visible, and later ones flow")
    func quarantine() throws {
        let rig = try StoreRig()
        let unknown = CaseID(validated: "c-unknown")
        let business = try RigCase(rig, "c-1")
        let (_, plan) = try business.committed(blank: 100)
        let answer = try rig.push(
            [
                .delivered(caseID: unknown, uid: plan.uid, evidence: .takenSeenLive),
                .delivered(caseID: business.id, uid: plan.uid, evidence: .takenSeenLive),
            ], from: 1)
        #expect(answer.nextEvent == EventSequence(3))
        #expect(answer.quarantined == [EventSequence(1)])
        #expect(try business.standing().stage == .delivered)
        #expect(try rig.desk.quarantine().map(\.sequence) == [EventSequence(1)])
        #expect(try rig.desk.suspects(resolvedToo: false).map(\.kind) == ["contradiction"])
    }

    @Test("A delivery after the release goes to a person; money moves no second time")
    func lateDelivery() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let (_, plan) = try business.committed(blank: 100)
        _ = try business.void(100)
        let fact = KioskFact.delivered(caseID: business.id, uid: plan.uid, evidence: .firstUse)
        #expect(try rig.push([fact], from: 1).quarantined == [EventSequence(1)])
        #expect(try business.standing().money == .released)
        #expect(try rig.desk.suspects(resolvedToo: false).map(\.kind) == ["lateDelivery"])
        try rig.desk.closeSuspect(business.id, who: "Zhao", why: "student brought the card back")
        #expect(try rig.desk.suspects(resolvedToo: false).isEmpty)
        #expect(try rig.number("SELECT COUNT(*) FROM transfer WHERE leg = 'end'") == 1)
    }

    @Test("A voided event is as durable as the call: it ends the case, or stands as a tombstone")
    func voided() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let fence = try business.open().fence
        let plan = try business.bind(fence, 100)
        let unseen = try RigCase(rig, "c-2", StoreRig.bo)
        let facts: [KioskFact] = [
            .voided(caseID: business.id, uid: plan.uid), .voided(caseID: unseen.id, uid: nil),
        ]
        #expect(try rig.push(facts, from: 1).quarantined.isEmpty)
        #expect(try business.standing().stage == .voided)
        let late = CommitCall(fence: fence, uid: plan.uid, issueNumber: plan.issueNumber)
        #expect(try rig.refusal(late, business.id) == .caseEnded)
        let quote = try unseen.quote().quote
        let open = OpenCall(session: unseen.session, quote: quote)
        #expect(try rig.refusal(open, unseen.id) == .caseEnded)
    }

    @Test("An abandoned event lists a blank that is learned of only then")
    func abandonedSpoiled() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let plan = try business.bind(try business.open().fence, 100)
        _ = try business.abandon()
        let before = try rig.number("SELECT MAX(stopped_through) FROM stop_entry")
        #expect(before < Int64(plan.issueNumber.value))
        let fact = KioskFact.abandoned(
            caseID: business.id, reason: .encodingFailed, spoiled: [plan.uid])
        #expect(try rig.push([fact, fact], from: 1).quarantined.isEmpty)
        let after = try rig.number("SELECT MAX(stopped_through) FROM stop_entry")
        #expect(after == Int64(plan.issueNumber.value))
        #expect(try rig.number("SELECT COUNT(*) FROM stop_entry") == 2)
    }

    @Test("A suspect waits for evidence; a delivery resolves it, the desk may decide")
    func suspects() throws {
        let rig = try StoreRig()
        let taken = try RigCase(rig, "c-1")
        let (_, plan) = try taken.committed(blank: 100)
        let lost = try RigCase(rig, "c-2", StoreRig.bo)
        let (_, other) = try lost.committed(blank: 101)
        let facts: [KioskFact] = [
            .suspected(caseID: taken.id, uid: plan.uid),
            .suspected(caseID: lost.id, uid: other.uid),
        ]
        _ = try rig.push(facts, from: 1)
        #expect(try rig.desk.suspects(resolvedToo: false).count == 2)
        _ = try rig.push(
            [.delivered(caseID: taken.id, uid: plan.uid, evidence: .firstUse)], from: 3)
        try rig.desk.release(lost.id, who: "Zhao", why: "the student never had it")
        #expect(try rig.desk.suspects(resolvedToo: false).isEmpty)
        #expect(try rig.desk.suspects(resolvedToo: true).count == 2)
        #expect(try taken.standing().money == .captured)
        #expect(try lost.standing().money == .released)
    }

    @Test("The desk may settle a committed case as delivered: captured, with who and why")
    func settled() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        _ = try business.committed(blank: 100)
        try rig.desk.settleAsDelivered(business.id, who: "Zhao", why: "saw the card")
        let view = try #require(try rig.desk.showCase(business.id))
        #expect(view.standing.money == .captured && view.evidence == "waiver, Zhao, saw the card")
        #expect(throws: StoreFailure.self) {
            try rig.desk.release(business.id, who: "Zhao", why: "again")
        }
    }

    @Test("A UID found in a bin is never bound")
    func retainedUID() throws {
        let rig = try StoreRig()
        let card = CardRef(fedBy: MovementID(1))
        _ = try rig.push([.stock(.retained(card: card, uid: StoreRig.uid(100)))], from: 1)
        let business = try RigCase(rig, "c-1")
        let call = BindCall(fence: try business.open().fence, uid: StoreRig.uid(100))
        #expect(try rig.refusal(call, business.id) == .uidUsed)
    }

    @Test("A committed card that lies in the bin is void by that alone, and a suspect resolved")
    func foundInBin() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let (_, plan) = try business.committed(blank: 100)
        let card = CardRef(fedBy: MovementID(1))
        let facts: [KioskFact] = [
            .suspected(caseID: business.id, uid: plan.uid),
            .stock(.retained(card: card, uid: plan.uid)),
            .voided(caseID: business.id, uid: plan.uid),
        ]
        #expect(try rig.push(facts, from: 1).quarantined.isEmpty)
        #expect(
            try business.standing()
                == CaseStanding(stage: .voided, money: .released, fee: StoreRig.fee))
        #expect(try rig.desk.suspects(resolvedToo: false).isEmpty)
    }

    @Test("A heartbeat clears away what has ended, and nothing that is history")
    func housekeeping() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        _ = try business.committed(blank: 100)
        rig.clock.advance(seconds: 40 * 86_400)
        let register = RegisterCall.rig()
        _ = try rig.done(register, nil)
        for table in ["session", "quote", "answered_call"] {
            #expect(try rig.number("SELECT COUNT(*) FROM \(table)") == 0)
        }
        #expect(try business.standing().stage == .committed)
    }
}
