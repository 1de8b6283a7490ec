import CampusCard
import CentralStore
import GRDB
import Testing

@Suite("Random interleavings of two kiosks")
struct InterleavingTests {
    @Test(
        "Whatever two kiosks do in whatever order, K1, K2, K4, K5 and K8 hold after every call",
        arguments: UInt64(1)...8)
    func invariants(seed: UInt64) throws {
        let rig = try StoreRig(seed: seed)
        var crowd = Crowd(rig: rig, seed: seed)
        for step in 1...100 {
            try crowd.act()
            let broken = try StoreInvariants.broken(in: rig)
            #expect(broken.isEmpty, "seed \(seed), step \(step)")
            if !broken.isEmpty { return }
        }
        try crowd.settle()
        let open = try rig.number(
            "SELECT COUNT(*) FROM replacement_case WHERE stage IN ('opened', 'bound', 'committed')")
        #expect(open == 0, "seed \(seed): every case has an end")
        #expect(
            try rig.number("SELECT SUM(fen) FROM balance WHERE ledger_account LIKE 'held:%'") == 0)
    }

    @Test("The interleavings reach every stage and every end")
    func reach() throws {
        var reached: Set<CaseStage> = []
        for seed in UInt64(1)...6 {
            let rig = try StoreRig(seed: seed)
            var crowd = Crowd(rig: rig, seed: seed)
            for _ in 1...100 { try crowd.act() }
            reached.formUnion(crowd.reached)
        }
        #expect(reached == Set(CaseStage.allCases))
    }
}

/// Two kiosks with a student each or the same student, which do what they like.
private struct Crowd {
    let rig: StoreRig
    private let dice: SeededBytes
    private var businesses: [Business] = []
    /// Every case that there was.
    private var met: [RigCase] = []
    private var nextCase = 0
    private var nextBlank: UInt32 = 100
    private var sequences: [KioskID: Int64] = [:]
    private(set) var reached: Set<CaseStage> = []

    /// A case as its kiosk knows it.
    private struct Business {
        let entered: RigCase
        var attempt = 0
        var fence = Fence(0)
        var plan: Personalisation?
    }

    init(rig: StoreRig, seed: UInt64) {
        self.rig = rig
        dice = SeededBytes(seed: seed &* 7_919)
    }

    /// One random act.
    mutating func act() throws {
        if businesses.isEmpty || dice.below(8) == 0 { return try enter() }
        let index = dice.below(businesses.count)
        switch dice.below(12) {
        case 0, 1, 2: try open(index)
        case 3, 4: try bind(index)
        case 5, 6: try commit(index)
        case 7: try send(AbandonCall(reason: .walkedAway, spoiled: someSpoiled(index)), index)
        case 8: try send(VoidCall(uid: businesses[index].plan?.uid), index)
        case 9: try push(index)
        case 10: try send(ReportLossCall(session: businesses[index].entered.session), index)
        default: rig.clock.advance(seconds: Int64(dice.below(400)))
        }
        reached.insert(try businesses[index].entered.standing().stage)
    }

    /// Voids or delivers whatever is live, as journals do in the end.
    mutating func settle() throws {
        for entered in met {
            try push(.voided(caseID: entered.id, uid: nil), at: entered.kiosk)
        }
    }

    private mutating func enter() throws {
        nextCase += 1
        let kiosk = dice.below(2) == 0 ? StoreRig.k1 : StoreRig.k2
        let student = dice.below(3) == 0 ? StoreRig.bo : StoreRig.mei
        rig.clock.advance(seconds: 1)
        let entered = try RigCase(rig, "c-\(nextCase)", student, at: kiosk)
        met.append(entered)
        businesses.append(Business(entered: entered))
        if businesses.count > 4 { businesses.removeFirst() }
        reached.insert(try entered.standing().stage)
    }

    private mutating func open(_ index: Int) throws {
        let session = businesses[index].entered.session
        guard let offer = try send(QuoteCall(session: session), index) else { return }
        if let answer = try send(OpenCall(session: session, quote: offer.quote), index) {
            businesses[index].fence = answer.fence
        }
    }

    private mutating func bind(_ index: Int) throws {
        nextBlank += 1
        let blank = dice.below(4) == 0 ? UInt32(100 + dice.below(20)) : nextBlank
        let call = BindCall(fence: businesses[index].fence, uid: StoreRig.uid(blank))
        if let plan = try send(call, index) { businesses[index].plan = plan }
    }

    private mutating func commit(_ index: Int) throws {
        guard let plan = businesses[index].plan else { return }
        try send(
            CommitCall(
                fence: businesses[index].fence, uid: plan.uid, issueNumber: plan.issueNumber), index
        )
    }

    private mutating func push(_ index: Int) throws {
        let entered = businesses[index].entered
        guard let uid = businesses[index].plan?.uid else { return }
        let facts: [KioskFact] = [
            .delivered(caseID: entered.id, uid: uid, evidence: .takenSeenLive),
            .suspected(caseID: entered.id, uid: uid), .voided(caseID: entered.id, uid: uid),
            .abandoned(caseID: entered.id, reason: .deviceFault, spoiled: [uid]),
            .stock(.retained(card: CardRef(fedBy: MovementID(1)), uid: uid)),
        ]
        try push(facts[dice.below(facts.count)], at: entered.kiosk)
    }

    private mutating func push(_ fact: KioskFact, at kiosk: KioskID) throws {
        let next = sequences[kiosk, default: 1]
        // sometimes the acknowledgement is lost and the event comes again
        for _ in 0...dice.below(2) { _ = try rig.push([fact], from: next, at: kiosk) }
        sequences[kiosk] = next + 1
    }

    private func someSpoiled(_ index: Int) -> [CardUID] {
        guard dice.below(2) == 0, let uid = businesses[index].plan?.uid else { return [] }
        return [uid]
    }

    /// Sends a call, often twice; nil when it was refused.
    @discardableResult
    private mutating func send<Body: StoreCall>(_ body: Body, _ index: Int) throws -> Body.Answer? {
        if dice.below(5) > 0 { businesses[index].attempt += 1 }
        let business = businesses[index]
        let attempt = max(1, business.attempt)
        let first = try rig.call(
            body, at: business.entered.kiosk, business.entered.id, attempt: attempt)
        if dice.below(3) == 0 {
            let second = try rig.call(
                body, at: business.entered.kiosk, business.entered.id, attempt: attempt)
            #expect(first == second, "a repeated \(Body.name) gets its first answer")
        }
        switch first {
        case .done(let answer): return answer
        case .refused: return nil
        }
    }
}
