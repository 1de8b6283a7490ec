import CampusCard
import CentralStore
import Testing

/// A case that a test leads through its calls.
struct RigCase {
    let rig: StoreRig
    let id: CaseID
    let kiosk: KioskID
    let session: SessionToken

    init(
        _ rig: StoreRig, _ id: String, _ student: StudentNumber = StoreRig.mei,
        at kiosk: KioskID = StoreRig.k1
    ) throws {
        self.rig = rig
        self.id = CaseID(validated: id)
        self.kiosk = kiosk
        let call = LoginCall(studentNumber: student, password: try #require(StoreRig.chosen))
        session = try rig.done(call, at: kiosk, self.id).session
    }

    func quote(attempt: Int = 1) throws -> QuoteCall.Answer {
        try rig.done(QuoteCall(session: session), at: kiosk, id, attempt: attempt)
    }

    func open(attempt: Int = 1) throws -> OpenCall.Answer {
        let quote = try quote(attempt: attempt).quote
        return try rig.done(
            OpenCall(session: session, quote: quote), at: kiosk, id, attempt: attempt)
    }

    func bind(_ fence: Fence, _ blank: UInt32, attempt: Int = 1) throws -> Personalisation {
        try rig.done(
            BindCall(fence: fence, uid: StoreRig.uid(blank)), at: kiosk, id, attempt: attempt)
    }

    func commit(_ fence: Fence, _ plan: Personalisation, attempt: Int = 1) throws -> CaseStanding {
        try rig.done(
            CommitCall(fence: fence, uid: plan.uid, issueNumber: plan.issueNumber), at: kiosk, id,
            attempt: attempt
        ).standing
    }

    /// Quote to commit.
    func committed(blank: UInt32) throws -> (fence: Fence, plan: Personalisation) {
        let fence = try open().fence
        let plan = try bind(fence, blank)
        _ = try commit(fence, plan)
        return (fence, plan)
    }

    func standing() throws -> CaseStanding { try rig.done(GetCall(), at: kiosk, id) }

    func void(_ blank: UInt32?, attempt: Int = 1) throws -> CaseStanding {
        try rig.done(
            VoidCall(uid: blank.map(StoreRig.uid)), at: kiosk, id, attempt: attempt)
    }

    func abandon(spoiled: [UInt32] = [], attempt: Int = 1) throws -> CaseStanding {
        try rig.done(
            AbandonCall(reason: .walkedAway, spoiled: spoiled.map(StoreRig.uid)), at: kiosk, id,
            attempt: attempt)
    }
}

extension RegisterCall {
    /// The report of a kiosk whose journal is `journal`.
    static func rig(
        journal: String = "e1", software: String = "1", knowing life: StoreEpoch? = nil,
        wanted: Int64 = 1, written: Int64? = nil
    ) -> RegisterCall {
        RegisterCall(
            bootID: BootID(validated: "b"), epoch: JournalEpoch(validated: journal),
            software: software, storeEpoch: life, nextWanted: EventSequence(wanted),
            nextEvent: EventSequence(written ?? wanted))
    }
}

extension StoreRig {
    /// Pushes facts as events of the epoch `e1`, from a sequence on.
    func push(
        _ facts: [KioskFact], from first: Int64, at kiosk: KioskID = k1
    ) throws -> PushEventsCall.Answer {
        try done(Self.pushCall(facts, from: first), at: kiosk, nil)
    }

    static func pushCall(_ facts: [KioskFact], from first: Int64) -> PushEventsCall {
        let events = facts.enumerated().map { index, fact in
            KioskEvent(
                sequence: EventSequence(first + Int64(index)), atMilliseconds: 0, fact: fact)
        }
        return PushEventsCall(epoch: JournalEpoch(validated: "e1"), events: events)
    }
}

extension StoreRig {
    func refusal<Body: StoreCall>(
        _ body: Body, _ caseID: CaseID?, on service: StoreService
    ) throws -> Refusal? {
        switch try call(body, caseID, on: service) {
        case .done: nil
        case .refused(let refused): refused.reason
        }
    }

    func standing(of business: RigCase, on service: StoreService) throws -> CaseStanding {
        switch try call(GetCall(), at: business.kiosk, business.id, on: service) {
        case .done(let standing): return standing
        case .refused(let refused): throw UnexpectedRefusal(refused: refused)
        }
    }
}
