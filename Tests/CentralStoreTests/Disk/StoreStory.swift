import CampusCard
import CentralStore
import Foundation
import Testing

/// Calls of two kiosks, one after the other, as they lead three cases to their ends. A value: a copy remembers how far
/// it had got, and can go on with another run of the store.
struct StoreStory {
    /// A call as it was sent, and what came back.
    struct Answered {
        let kiosk: KioskID
        let call: StoreCallName
        let request: [UInt8]
        let answer: [UInt8]
    }

    /// The steps in their order.
    enum Step: CaseIterable {
        case register
        // delivered
        case login, quote, open, bind, commit, delivered, deliveredAgain
        // committed, not taken
        case otherLogin, otherQuote, otherOpen, otherBind, otherCommit, otherVoid, otherRetained
        // a blank that may bear an identity, abandoned; then lost again
        case thirdLogin, thirdQuote, thirdOpen, thirdBind, thirdAbandon, thirdAbandoned, thirdLoss
    }

    private(set) var answered: [Answered] = []
    private var session = SessionToken(validated: "none")
    private var quote = QuoteID(validated: "none")
    private var fence = Fence(0)
    private var plan: Personalisation?

    var isOver: Bool { answered.count == Step.allCases.count }

    /// The next step, on this run of the store.
    mutating func step(_ service: StoreService) throws {
        let step = Step.allCases[answered.count]
        switch step {
        case .register:
            _ = try send(
                RegisterCall(
                    bootID: BootID(validated: "boot-1"), epoch: Self.epoch, software: "1",
                    storeEpoch: nil, nextWanted: EventSequence(1), nextEvent: EventSequence(1)),
                StoreRig.k1, nil, service)
        case .login: try login(StoreRig.mei, Self.first, service)
        case .otherLogin: try login(StoreRig.bo, Self.second, service)
        case .thirdLogin: try login(StoreRig.mei, Self.third, service)
        case .quote: try quote(Self.first, service)
        case .otherQuote: try quote(Self.second, service)
        case .thirdQuote: try quote(Self.third, service)
        case .open: try open(Self.first, service)
        case .otherOpen: try open(Self.second, service)
        case .thirdOpen: try open(Self.third, service)
        case .bind: try bind(100, Self.first, service)
        case .otherBind: try bind(101, Self.second, service)
        case .thirdBind: try bind(102, Self.third, service)
        case .commit: try commit(Self.first, service)
        case .otherCommit: try commit(Self.second, service)
        case .delivered, .deliveredAgain:
            try push(
                1,
                .delivered(
                    caseID: Self.first, uid: StoreRig.uid(100), evidence: .takenSeenLive), service)
        case .otherVoid:
            _ = try send(
                VoidCall(uid: StoreRig.uid(101)), StoreRig.k1, Self.second, service)
        case .otherRetained:
            try push(2, .voided(caseID: Self.second, uid: StoreRig.uid(101)), service)
        case .thirdAbandon:
            _ = try send(
                AbandonCall(reason: .walkedAway, spoiled: [StoreRig.uid(102)]), StoreRig.k1,
                Self.third, service)
        case .thirdAbandoned:
            try push(
                3,
                .abandoned(
                    caseID: Self.third, reason: .walkedAway, spoiled: [StoreRig.uid(102)]), service)
        case .thirdLoss:
            _ = try send(ReportLossCall(session: session), StoreRig.k1, Self.third, service)
        }
    }

    private static let first = CaseID(validated: "c-1")
    private static let second = CaseID(validated: "c-2")
    private static let third = CaseID(validated: "c-3")
    private static let epoch = JournalEpoch(validated: "e1")

    private mutating func login(
        _ student: StudentNumber, _ id: CaseID, _ service: StoreService
    ) throws {
        let call = LoginCall(studentNumber: student, password: try #require(StoreRig.chosen))
        session = try send(call, StoreRig.k1, id, service).session
    }

    private mutating func quote(_ id: CaseID, _ service: StoreService) throws {
        quote = try send(QuoteCall(session: session), StoreRig.k1, id, service).quote
    }

    private mutating func open(_ id: CaseID, _ service: StoreService) throws {
        fence = try send(OpenCall(session: session, quote: quote), StoreRig.k1, id, service).fence
    }

    private mutating func bind(_ blank: UInt32, _ id: CaseID, _ service: StoreService) throws {
        plan = try send(
            BindCall(fence: fence, uid: StoreRig.uid(blank)), StoreRig.k1, id, service)
    }

    private mutating func commit(_ id: CaseID, _ service: StoreService) throws {
        let plan = try #require(plan)
        _ = try send(
            CommitCall(fence: fence, uid: plan.uid, issueNumber: plan.issueNumber), StoreRig.k1, id,
            service)
    }

    private mutating func push(
        _ sequence: Int64, _ fact: KioskFact, _ service: StoreService
    ) throws {
        let event = KioskEvent(sequence: EventSequence(sequence), atMilliseconds: 0, fact: fact)
        _ = try send(
            PushEventsCall(epoch: Self.epoch, events: [event]), StoreRig.k1, nil, service)
    }

    private mutating func send<Body: StoreCall>(
        _ body: Body, _ kiosk: KioskID, _ id: CaseID?, _ service: StoreService
    ) throws -> Body.Answer {
        let request = try StoreRig.encode(
            CallRequest(kiosk: kiosk, caseID: id, attempt: 1, body: body))
        let answer = try service.handle(
            kiosk: kiosk, callName: Body.name.rawValue, bytes: request)
        answered.append(
            Answered(kiosk: kiosk, call: Body.name, request: request, answer: answer))
        switch try JSONDecoder().decode(CallAnswer<Body.Answer>.self, from: Data(answer)) {
        case .done(let done): return done
        case .refused(let refused): throw UnexpectedRefusal(refused: refused)
        }
    }
}
