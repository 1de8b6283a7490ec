import CampusCard
import GRDB
import Testing

@testable import CentralStore

/// Goal: a case that waits closes itself by the ranked evidence of design §4, or waits for a person with a reason; evidence
/// against a case that has ended moves no money (`ContradictionTests`). Method: the whole table of fates and stages, then
/// each rank through the events and acts by which it comes.
@Suite("Suspects and their evidence")
struct EvidenceTests {
    // MARK: The table

    @Test("What evidence does to a case: the whole table")
    func table() {
        typealias Verdict = EvidenceRule.Verdict
        let rows: [(CardFate, [CaseStage: Verdict])] = [
            (
                .taken,
                [
                    .unheard: .person(.contradiction), .opened: .person(.contradiction),
                    .bound: .person(.contradiction), .committed: .deliver, .delivered: .agree,
                    .voided: .person(.lateDelivery), .abandoned: .person(.lateDelivery),
                ]
            ),
            (
                .retained,
                [
                    .unheard: .agree, .opened: .agree, .bound: .agree, .committed: .void,
                    .delivered: .person(.contradiction), .voided: .agree, .abandoned: .agree,
                ]
            ),
            (
                .notInBin,
                [
                    .unheard: .agree, .opened: .agree, .bound: .agree, .committed: .wait,
                    .delivered: .agree, .voided: .agree, .abandoned: .agree,
                ]
            ),
            (
                .undecided,
                [
                    .unheard: .agree, .opened: .agree, .bound: .agree, .committed: .wait,
                    .delivered: .agree, .voided: .agree, .abandoned: .agree,
                ]
            ),
        ]
        #expect(Set(rows.map(\.0)) == Set(CardFate.allCases))
        for (fate, verdicts) in rows {
            #expect(Set(verdicts.keys) == Set(CaseStage.allCases))
            for (stage, verdict) in verdicts {
                #expect(EvidenceRule.verdict(fate, at: stage) == verdict, "\(fate) at \(stage)")
            }
        }
    }

    @Test("The ranks are those of the design, and a count never says that a card was taken")
    func ranks() {
        #expect(
            EvidenceKind.allCases.sorted { $0.rank < $1.rank }
                == [.authenticatedUse, .foundInBin, .seenLive, .counted, .person])
        #expect(EvidenceKind.allCases.map(\.rank) == Array(1...5))
        for kind in EvidenceKind.allCases {
            #expect(
                kind.possibleFates.contains(.taken)
                    == [.authenticatedUse, .seenLive, .person].contains(kind))
        }
    }

    // MARK: Each rank

    @Test("Rank 1: the first use of a card closes its suspect as delivered, captured once")
    func firstUse() throws {
        var scene = try EvidenceScene()
        try scene.suspect(scene.mei)
        #expect(try scene.use(scene.mei) == .good)
        #expect(try scene.use(scene.mei, at: "CANTEEN-4") == .good)
        try scene.expect(scene.mei, .delivered, .captured, evidence: "firstUse")
        let closed = try #require(try scene.suspects(all: true).first)
        #expect(closed.resolution == "firstUse")
        #expect(closed.evidence.map(\.kind) == [.authenticatedUse])
        #expect(closed.evidence.map(\.source) == ["CANTEEN-3"])
    }

    @Test("A first use proves delivery also when nobody has called the case a suspect")
    func firstUseBeforeAnyEvent() throws {
        let scene = try EvidenceScene()
        #expect(try scene.use(scene.mei) == .good)
        try scene.expect(scene.mei, .delivered, .captured, evidence: "firstUse")
        #expect(try scene.suspects(all: true).isEmpty)
    }

    @Test("Rank 2: a UID read in the bin closes its suspect as void, and is never issued again")
    func foundInBin() throws {
        var scene = try EvidenceScene()
        try scene.suspect(scene.mei)
        let found = try scene.find(scene.mei)
        #expect(found?.standing.stage == .voided)
        try scene.expect(scene.mei, .voided, .released)
        #expect(try scene.suspects(all: true).first?.evidence.map(\.kind) == [.foundInBin])
        #expect(try scene.use(scene.mei) == .cancelled)
    }

    @Test("Rank 3: what the kiosk sees later closes the suspect, either way")
    func seenLive() throws {
        var scene = try EvidenceScene()
        try scene.suspect(scene.mei)
        try scene.suspect(scene.bo)
        try scene.push([
            .delivered(caseID: scene.mei.id, uid: scene.uid(scene.mei), evidence: .takenSeenLive),
            .stock(.retained(card: scene.card(scene.bo), uid: scene.uid(scene.bo))),
        ])
        try scene.expect(scene.mei, .delivered, .captured, evidence: "takenSeenLive")
        try scene.expect(scene.bo, .voided, .released)
        #expect(
            try scene.suspects(all: true).map { $0.evidence.map(\.kind) }
                == [[.seenLive], [.seenLive]])
    }

    @Test("Rank 4: a count with one card more closes the only suspect of that exchange")
    func counted() throws {
        var scene = try EvidenceScene()
        try scene.count(bin: 2)
        try scene.suspect(scene.mei)
        try scene.count(bin: 3)
        try scene.expect(scene.mei, .voided, .released)
        let closed = try #require(try scene.suspects(all: true).first)
        #expect(closed.resolution == "retained")
        #expect(closed.evidence.map(\.kind) == [.counted])
        #expect(closed.evidence.first?.note == "K-01 holds 3 in its bin, 2 are booked, 1 missing")
    }

    @Test("Rank 5: a person decides with a reason, and the reason is kept")
    func person() throws {
        var scene = try EvidenceScene()
        try scene.suspect(scene.mei)
        try scene.suspect(scene.bo)
        try scene.rig.desk.settleAsDelivered(scene.mei.id, who: "Zhao", why: "saw the card")
        try scene.rig.desk.release(scene.bo.id, who: "Zhao", why: "never had it")
        try scene.expect(scene.mei, .delivered, .captured, evidence: "waiver, Zhao, saw the card")
        try scene.expect(scene.bo, .voided, .released)
        let closed = try scene.suspects(all: true)
        #expect(closed.flatMap { $0.evidence.map(\.fate) } == [.taken, .retained])
        #expect(closed.flatMap { $0.evidence.map(\.note) } == ["saw the card", "never had it"])
    }

    // MARK: Terminals

    @Test("A terminal hears of a card in one word")
    func terminals() throws {
        let rig = try StoreRig()
        let terminal = TerminalID(validated: "CANTEEN-3")
        #expect(try rig.desk.cardUsed(StoreRig.uid(1), at: terminal) == .good)
        #expect(try rig.desk.cardUsed(StoreRig.uid(99), at: terminal) == .unknown)
        try rig.desk.setFrozen(StoreRig.mei, true)
        #expect(try rig.desk.cardUsed(StoreRig.uid(1), at: terminal) == .frozen)
        let business = try RigCase(rig, "c-1", StoreRig.bo)
        _ = try rig.done(ReportLossCall(session: business.session), business.id)
        #expect(try rig.desk.cardUsed(StoreRig.uid(2), at: terminal) == .lost)
        #expect(try rig.desk.suspects(resolvedToo: true).isEmpty)
    }

    @Test("The evidence is append-only, and the file refuses what its kind cannot show")
    func guarded() throws {
        let scene = try EvidenceScene()
        _ = try scene.mei.void(nil)
        _ = try scene.use(scene.mei)
        for sql in [
            "UPDATE evidence SET note = ''", "DELETE FROM evidence",
            "INSERT INTO evidence VALUES ('main', 'c-1', 'counted', 'taken', 'K-01', '', 0)",
            "INSERT INTO evidence VALUES ('main', 'c-1', 'rumour', 'taken', 'K-01', '', 0)",
        ] {
            #expect(throws: DatabaseError.self, "\(sql)") {
                try scene.rig.database.queue.write { try $0.execute(sql: sql) }
            }
        }
    }
}
