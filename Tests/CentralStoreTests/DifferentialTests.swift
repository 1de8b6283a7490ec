import CampusCard
import Foundation
import Testing

@testable import CentralStore

/// Goal: the rules mean the same over memory as over SQLite. Method: seeded sequences of calls, events and acts of the desk,
/// with repetitions, conflicts, stale values and ended leases among them; every answer and all rows are compared.
@Suite("SQLite and memory")
struct DifferentialTests {
    private static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"
    private static let seeds = UInt64(1)...(isLong ? 200 : 4)
    private static let steps = isLong ? 1_000 : 200

    @Test("Every answer and every row is the same", arguments: seeds)
    func sameAnswersAndRows(seed: UInt64) throws {
        var crowd = try TwinCrowd(seed: seed)
        for step in 1...Self.steps {
            try crowd.act()
            if step % 20 == 0 {
                let difference = try crowd.twins.difference()
                #expect(difference == nil, "seed \(seed), step \(step)")
                if difference != nil { return }
            }
        }
    }

    @Test("The sequences meet every stage and many refusals")
    func reach() throws {
        var refusals: Set<Refusal> = []
        var stages: Set<CaseStage> = []
        for seed in UInt64(1)...6 {
            var crowd = try TwinCrowd(seed: seed)
            for _ in 1...200 { try crowd.act() }
            refusals.formUnion(crowd.refusals)
            stages.formUnion(crowd.stages)
        }
        #expect(stages == Set(CaseStage.allCases))
        #expect(refusals.count >= 8, "\(refusals)")
    }
}

/// Students, kiosks and a desk that do what they like, in both stores at once.
private struct TwinCrowd {
    let twins: TwinStores
    private let dice: SeededBytes
    private var visits: [Visit] = []
    private var cases = 0
    private var waivers = 0
    private var blanks: UInt32 = 100
    private var sequences: [KioskID: Int64] = [:]
    /// The life of the store that each kiosk has heard of.
    private var lives: [KioskID: StoreEpoch] = [:]
    private(set) var refusals: Set<Refusal> = []
    private(set) var stages: Set<CaseStage> = []

    /// A case as its kiosk knows it.
    private struct Visit {
        let id: CaseID
        let kiosk: KioskID
        var session = SessionToken(validated: "none")
        var quote = QuoteID(validated: "none")
        var fence = Fence(0)
        var plan: Personalisation?
        var attempts: [StoreCallName: Int] = [:]
        /// How far its kiosk has led it.
        var steps = 0
    }

    init(seed: UInt64) throws {
        twins = try TwinStores(seed: seed)
        dice = SeededBytes(seed: seed &* 104_729)
    }

    mutating func act() throws {
        if visits.isEmpty || dice.below(7) == 0 { return try enter() }
        let index = dice.below(visits.count)
        let visit = visits[index]
        switch dice.below(40) {
        case 20...: try goOn(index)
        case 0, 1, 2: try quote(index)
        case 3, 4, 5: try open(index)
        case 6, 7, 8: try bind(index)
        case 9, 10: try commit(index)
        case 11: try send(AbandonCall(reason: .walkedAway, spoiled: someSpoiled(visit)), index)
        case 12: try send(VoidCall(uid: visit.plan?.uid), index)
        case 13: try push(index)
        case 14: try send(ReportLossCall(session: visit.session), index)
        case 15: try send(newPassword(visit), index)
        case 16: try heartbeat(visit.kiosk)
        case 17: try desk(visit)
        case 18: try show(visit)
        default: twins.clock.advance(seconds: Int64(dice.below(250)))
        }
        guard index < visits.count else { return }
        if case .done(let standing)? = try send(GetCall(), index) { stages.insert(standing.stage) }
    }

    /// What a kiosk would do next with this case.
    private mutating func goOn(_ index: Int) throws {
        visits[index].steps += 1
        switch visits[index].steps {
        case 1: try quote(index)
        case 2: try open(index)
        case 3: try bind(index)
        case 4: try commit(index)
        case 5: try push(index)
        default: visits.remove(at: index)
        }
    }

    private mutating func enter() throws {
        cases += 1
        visits.append(
            Visit(
                id: CaseID(validated: "c-\(cases)"),
                kiosk: dice.below(2) == 0 ? StoreRig.k1 : StoreRig.k2))
        if visits.count > 5 { visits.removeFirst() }
        let index = visits.count - 1
        let unknown = StudentNumber(validated: "99\(dice.below(1_000))")
        let number = dice.below(3) == 0 ? unknown : TwinStores.students[dice.below(4)]
        let passwords = [StoreRig.chosen, StoreRig.password, CardPassword("580372")]
        guard let password = passwords[[0, 0, 0, 0, 1, 2][dice.below(6)]] else { return }
        if dice.below(10) == 0 {
            twins.clock.advance(seconds: 90_000)
        }
        if case .done(let login)? = try send(
            LoginCall(studentNumber: number, password: password), index)
        {
            visits[index].session = login.session
        }
    }

    private mutating func quote(_ index: Int) throws {
        if case .done(let answer)? = try send(
            QuoteCall(session: visits[index].session), index)
        {
            visits[index].quote = answer.quote
        }
    }

    private mutating func open(_ index: Int) throws {
        let visit = visits[index]
        if case .done(let answer)? = try send(
            OpenCall(session: visit.session, quote: visit.quote), index)
        {
            visits[index].fence = answer.fence
        }
    }

    private mutating func bind(_ index: Int) throws {
        blanks += 1
        let uid = StoreRig.uid(dice.below(4) == 0 ? UInt32(1 + dice.below(120)) : blanks)
        if case .done(let plan)? = try send(
            BindCall(fence: visits[index].fence, uid: uid), index)
        {
            visits[index].plan = plan
        }
    }

    private mutating func commit(_ index: Int) throws {
        guard let plan = visits[index].plan else { return }
        try send(
            CommitCall(
                fence: visits[index].fence, uid: plan.uid, issueNumber: plan.issueNumber), index)
    }

    private func newPassword(_ visit: Visit) -> ChangePasswordCall {
        let weak = CardPassword(repeating: 1)
        return ChangePasswordCall(
            session: visit.session,
            newPassword: dice.below(2) == 0 ? weak : StoreRig.chosen ?? weak)
    }

    private func someSpoiled(_ visit: Visit) -> [CardUID] {
        guard dice.below(2) == 0, let uid = visit.plan?.uid else { return [] }
        return [uid]
    }

    private mutating func heartbeat(_ kiosk: KioskID) throws {
        let next = EventSequence(sequences[kiosk, default: 1])
        let answer = try twins.call(
            RegisterCall(
                bootID: BootID(validated: "b"), epoch: JournalEpoch(validated: "e1"),
                software: "1", storeEpoch: lives[kiosk], nextWanted: next, nextEvent: next),
            at: kiosk, nil, attempt: 1)
        note(answer)
        if case .done(let heard) = answer {
            if lives[kiosk] != heard.storeEpoch { sequences[kiosk] = heard.nextEvent.value }
            lives[kiosk] = heard.storeEpoch
        }
    }

    private mutating func push(_ index: Int) throws {
        let visit = visits[index]
        guard let uid = visit.plan?.uid else { return }
        let card = CardRef(fedBy: MovementID(Int64(1 + dice.below(3))))
        let facts: [KioskFact] = [
            .delivered(caseID: visit.id, uid: uid, evidence: .takenSeenLive),
            .suspected(caseID: visit.id, uid: uid), .voided(caseID: visit.id, uid: uid),
            .abandoned(caseID: visit.id, reason: .deviceFault, spoiled: [uid]),
            .stock(.retained(card: card, uid: uid)), .stock(.unaccounted(card: card, uid: uid)),
            .stock(.counted(unit: .bin, found: dice.below(4))),
            .stock(.counted(unit: .bin, found: dice.below(4))),
            .stock(.unaccounted(card: card, uid: nil)),
            .stock(
                .difference(
                    unit: dice.below(2) == 0 ? .hopper : .bin, booked: dice.below(3),
                    witnessed: dice.below(3))),
        ]
        let next = sequences[visit.kiosk, default: 1]
        // Sometimes in two, sometimes again, sometimes another under the same number, or one too many.
        let events = (0...Int64(dice.below(2))).map { offset in
            KioskEvent(
                sequence: EventSequence(next + offset + (dice.below(12) == 0 ? 3 : 0)),
                atMilliseconds: 0, fact: facts[dice.below(facts.count)])
        }
        let call = PushEventsCall(epoch: JournalEpoch(validated: "e1"), events: events)
        for _ in 0...dice.below(2) {
            let answer = try twins.call(call, at: visit.kiosk, nil, attempt: 1)
            note(answer)
            if case .done(let taken) = answer, dice.below(4) > 0 {
                sequences[visit.kiosk] = taken.nextEvent.value
            }
        }
    }

    /// A card is used at a terminal, or found in a machine: one of a case, or any.
    private func show(_ visit: Visit) throws {
        let any = StoreRig.uid(UInt32(1 + dice.below(120)))
        let uid = dice.below(4) == 0 ? any : visit.plan?.uid ?? any
        let isUse = dice.below(2) == 0
        try twins.both { transaction in
            if isUse {
                _ = try CardUseRule.answer(uid, at: TerminalID(validated: "T-1"), transaction)
            } else {
                _ = try FoundCardRule.apply(uid, by: "desk", where: "bin", transaction)
            }
        }
    }

    private mutating func desk(_ visit: Visit) throws {
        waivers += 1
        let waivers = waivers
        let number = TwinStores.students[dice.below(4)]
        let act = dice.below(30) == 0 ? 9 : dice.below(6)
        try twins.both { transaction in
            guard let holder = try Cardholder.find(studentNumber: number, transaction) else {
                return
            }
            let found = try CaseRecord.find(visit.id, transaction)
            switch act {
            case 0: try transaction.tables.setFrozen(holder.account, !holder.frozen)
            case 1:
                try transaction.tables.insert(
                    WaiverRow(
                        id: "w-\(waivers)", account: holder.account,
                        who: "desk", why: "kind", at: transaction.now.wall))
            case 2 where found?.stage == .committed:
                if let found {
                    try CaseEnding.deliver(
                        found, DeliveryProof(waivedBy: "desk", why: "seen"), transaction)
                }
            case 3 where found?.stage == .committed:
                if let found { try CaseEnding.void(found, transaction) }
            case 4:
                guard try ReleaseRule.obstacle(for: holder.account, transaction) == nil else {
                    return
                }
                _ = try ReleaseRule.apply(
                    to: holder.account, who: "desk", why: "found", transaction)
            case 9: try StoreLife.begin(why: "a backup", transaction)
            default: try KioskRecord.set(visit.kiosk, inService: true, why: nil, transaction)
            }
        }
    }

    /// Sends a call, sometimes under an old attempt, sometimes twice.
    @discardableResult
    private mutating func send<Body: RuledCall>(
        _ body: Body, _ index: Int
    ) throws -> CallAnswer<Body.Answer>? {
        var attempt = visits[index].attempts[Body.name, default: 0]
        if attempt == 0 || dice.below(6) > 0 { attempt += 1 }
        visits[index].attempts[Body.name] = attempt
        let visit = visits[index]
        // Now and then another kiosk asks for this case.
        let kiosk = dice.below(40) == 0 ? StoreRig.k2 : visit.kiosk
        let answer = try twins.call(body, at: kiosk, visit.id, attempt: attempt)
        note(answer)
        if dice.below(4) == 0 {
            let again = try twins.call(body, at: kiosk, visit.id, attempt: attempt)
            if Body.name != .get { #expect(again == answer) }
        }
        return answer
    }

    private mutating func note<Answer>(_ answer: CallAnswer<Answer>) {
        if case .refused(let refused) = answer { refusals.insert(refused.reason) }
    }
}
