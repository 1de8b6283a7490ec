import CampusCard
import CentralStore
import Testing

/// One way in which a call is refused: what leads to it, and the reason that must come back.
struct RefusalRow: Sendable, CustomTestStringConvertible {
    let call: StoreCallName
    let reason: Refusal
    /// Brings the store to the point and makes the call; the refusal that came back.
    let provoke: @Sendable (StoreRig) throws -> Refusal?

    init(
        _ call: StoreCallName, _ reason: Refusal,
        _ provoke: @escaping @Sendable (StoreRig) throws -> Refusal?
    ) {
        self.call = call
        self.reason = reason
        self.provoke = provoke
    }

    var testDescription: String { "\(call.rawValue) → \(reason.rawValue)" }

    static let all: [RefusalRow] =
        kioskRows + loginRows + quoteRows + openRows + bindRows + commitRows + endingRows

    private static let stranger = KioskID(validated: "K-99")
    private static let noSession = SessionToken(validated: "none")
    private static let epoch = JournalEpoch(validated: "e1")
    private static let other = CaseID(validated: "c-other")

    private static let kioskRows: [RefusalRow] = [
        RefusalRow(.register, .kioskNotInService) { rig in
            let call = RegisterCall(
                bootID: BootID(validated: "b"), epoch: epoch, software: "1.0")
            return try rig.refusal(call, at: stranger, nil)
        },
        RefusalRow(.register, .malformed) { rig in
            let call = RegisterCall(
                bootID: BootID(validated: "b"), epoch: epoch,
                software: String(repeating: "1", count: 65))
            return try rig.refusal(call, nil)
        },
        RefusalRow(.pushEvents, .kioskNotInService) { rig in
            try rig.refusal(PushEventsCall(epoch: epoch, events: []), at: stranger, nil)
        },
        RefusalRow(.pushEvents, .malformed) { rig in
            let event = KioskEvent(
                sequence: EventSequence(0), atMilliseconds: 0,
                fact: .stock(.counted(unit: .bin, found: 1)))
            return try rig.refusal(PushEventsCall(epoch: epoch, events: [event]), nil)
        },
    ]

    private static let loginRows: [RefusalRow] = [
        RefusalRow(.login, .malformed) { rig in
            let call = LoginCall(studentNumber: StoreRig.mei, password: StoreRig.password)
            return try rig.refusal(call, nil)
        },
        RefusalRow(.login, .wrongCredentials) { rig in
            let call = LoginCall(studentNumber: StoreRig.mei, password: StoreRig.password)
            return try rig.refusal(call, other)
        },
        RefusalRow(.login, .conflict) { rig in
            let chosen = try #require(StoreRig.chosen)
            let call = LoginCall(studentNumber: StoreRig.bo, password: chosen)
            return try rig.refusal(call, try RigCase(rig, "c-1").id)
        },
        RefusalRow(.changePassword, .sessionExpired) { rig in
            let call = ChangePasswordCall(session: noSession, newPassword: StoreRig.password)
            return try rig.refusal(call, other)
        },
        RefusalRow(.changePassword, .passwordTooWeak) { rig in
            let business = try RigCase(rig, "c-1")
            let call = ChangePasswordCall(
                session: business.session, newPassword: StoreRig.password)
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.reportLoss, .sessionExpired) { rig in
            try rig.refusal(ReportLossCall(session: noSession), other)
        },
        RefusalRow(.reportLoss, .noCard) { rig in
            let business = try Self.newcomer(rig, hasCard: false)
            return try rig.refusal(ReportLossCall(session: business.session), business.id)
        },
    ]

    private static let quoteRows: [RefusalRow] = [
        RefusalRow(.quote, .sessionExpired) { rig in
            try rig.refusal(QuoteCall(session: noSession), other)
        },
        RefusalRow(.quote, .kioskNotInService) { rig in
            let business = try RigCase(rig, "c-1")
            try rig.desk.setKiosk(StoreRig.k1, inService: false, why: "paper")
            return try rig.refusal(QuoteCall(session: business.session), business.id)
        },
        RefusalRow(.quote, .notEnrolled) { rig in
            try Self.quoteRefusal(rig, try Self.newcomer(rig, standing: .left))
        },
        RefusalRow(.quote, .frozen) { rig in
            try rig.desk.setFrozen(StoreRig.mei, true)
            return try Self.quoteRefusal(rig, try RigCase(rig, "c-1"))
        },
        RefusalRow(.quote, .noCard) { rig in
            try Self.quoteRefusal(rig, try Self.newcomer(rig, hasCard: false))
        },
        RefusalRow(.quote, .insufficientFunds) { rig in
            let business = try RigCase(rig, "c-1", StoreRig.poor)
            let answer = try rig.call(QuoteCall(session: business.session), business.id)
            let refused = Refused(
                .insufficientFunds, fee: StoreRig.fee, spendable: Money(fen: 1_999))
            #expect(answer == .refused(refused))
            return refused.reason
        },
        RefusalRow(.quote, .cardWaiting) { rig in
            _ = try RigCase(rig, "c-1").committed(blank: 100)
            let business = try RigCase(rig, "c-2", at: StoreRig.k2)
            let answer = try rig.call(
                QuoteCall(session: business.session), at: StoreRig.k2, business.id)
            #expect(answer == .refused(Refused(.cardWaiting, kiosk: StoreRig.k1)))
            return .cardWaiting
        },
        RefusalRow(.quote, .replacementLimit) { rig in
            let recent = rig.clock.wallMilliseconds() - 86_400_000
            return try Self.quoteRefusal(rig, try Self.newcomer(rig, earlier: [recent, recent]))
        },
    ]

    private static let openRows: [RefusalRow] = [
        RefusalRow(.open, .quoteExpired) { rig in
            let business = try RigCase(rig, "c-1")
            let quote = try business.quote().quote
            rig.clock.advance(seconds: 300)
            let call = OpenCall(session: business.session, quote: quote)
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.open, .quoteExpired) { rig in
            let business = try RigCase(rig, "c-1")
            let foreign = try RigCase(rig, "c-2", StoreRig.bo).quote().quote
            let call = OpenCall(session: business.session, quote: foreign)
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.open, .caseEnded) { rig in
            let business = try RigCase(rig, "c-1")
            let quote = try business.quote().quote
            _ = try business.void(nil)
            let call = OpenCall(session: business.session, quote: quote)
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.open, .frozen) { rig in
            let business = try RigCase(rig, "c-1")
            let quote = try business.quote().quote
            try rig.desk.setFrozen(StoreRig.mei, true)
            let call = OpenCall(session: business.session, quote: quote)
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.open, .insufficientFunds) { rig in
            let first = try RigCase(rig, "c-1", try Self.rich(rig, balance: StoreRig.fee))
            let quote = try first.quote().quote
            let elsewhere = try RigCase(rig, "c-2", Self.newNumber, at: StoreRig.k2)
            _ = try elsewhere.committed(blank: 100)
            _ = try elsewhere.void(100)
            try rig.spend(Money(fen: 1), of: "a50")
            let call = OpenCall(session: first.session, quote: quote)
            return try rig.refusal(call, first.id)
        },
        RefusalRow(.open, .kioskNotInService) { rig in
            let business = try RigCase(rig, "c-1")
            let quote = try business.quote().quote
            try rig.desk.setKiosk(StoreRig.k1, inService: false, why: nil)
            let call = OpenCall(session: business.session, quote: quote)
            return try rig.refusal(call, business.id)
        },
    ]

    private static let bindRows: [RefusalRow] = [
        RefusalRow(.bind, .outOfOrder) { rig in
            try rig.refusal(BindCall(fence: Fence(1), uid: StoreRig.uid(100)), other)
        },
        RefusalRow(.bind, .outOfOrder) { rig in
            let business = try RigCase(rig, "c-1")
            let (fence, _) = try business.committed(blank: 100)
            let call = BindCall(fence: fence, uid: StoreRig.uid(101))
            return try rig.refusal(call, business.id, attempt: 2)
        },
        RefusalRow(.bind, .leaseLost) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            rig.clock.advance(seconds: 600)
            return try rig.refusal(BindCall(fence: fence, uid: StoreRig.uid(100)), business.id)
        },
        RefusalRow(.bind, .leaseLost) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = Fence(try business.open().fence.value - 1)
            return try rig.refusal(BindCall(fence: fence, uid: StoreRig.uid(100)), business.id)
        },
        RefusalRow(.bind, .caseEnded) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            _ = try business.void(nil)
            return try rig.refusal(BindCall(fence: fence, uid: StoreRig.uid(100)), business.id)
        },
        RefusalRow(.bind, .uidUsed) { rig in
            let business = try RigCase(rig, "c-1")
            let call = BindCall(fence: try business.open().fence, uid: StoreRig.uid(2))
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.bind, .uidUsed) { rig in
            let business = try RigCase(rig, "c-1")
            let random = try #require(CardUID([0x08, 1, 2, 3]))
            return try rig.refusal(
                BindCall(fence: try business.open().fence, uid: random), business.id)
        },
        RefusalRow(.bind, .conflict) { rig in
            let business = try RigCase(rig, "c-1", at: StoreRig.k2)
            let fence = try business.open().fence
            return try rig.refusal(BindCall(fence: fence, uid: StoreRig.uid(100)), business.id)
        },
        RefusalRow(.bind, .blankLimit) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            _ = try business.bind(fence, 100)
            _ = try business.bind(fence, 101, attempt: 2)
            let call = BindCall(fence: fence, uid: StoreRig.uid(102))
            return try rig.refusal(call, business.id, attempt: 3)
        },
    ]

    private static let commitRows: [RefusalRow] = [
        RefusalRow(.commit, .outOfOrder) { rig in
            let business = try RigCase(rig, "c-1")
            return try Self.commitRefusal(business, try business.open().fence)
        },
        RefusalRow(.commit, .leaseLost) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            _ = try business.bind(fence, 100)
            rig.clock.advance(seconds: 600)
            return try Self.commitRefusal(business, fence)
        },
        RefusalRow(.commit, .leaseLost) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            _ = try business.bind(fence, 100)
            _ = try RigCase(rig, "c-2", at: StoreRig.k2).open()
            return try Self.commitRefusal(business, fence)
        },
        RefusalRow(.commit, .caseEnded) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            _ = try business.bind(fence, 100)
            _ = try business.void(100)
            return try Self.commitRefusal(business, fence)
        },
    ]

    private static let endingRows: [RefusalRow] = [
        RefusalRow(.abandon, .outOfOrder) { rig in
            let business = try RigCase(rig, "c-1")
            _ = try business.committed(blank: 100)
            let call = AbandonCall(reason: .walkedAway, spoiled: [])
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.abandon, .malformed) { rig in
            let call = AbandonCall(reason: .walkedAway, spoiled: (1...9).map(StoreRig.uid))
            return try rig.refusal(call, other)
        },
        RefusalRow(.void, .outOfOrder) { rig in
            let business = try RigCase(rig, "c-1")
            let (_, plan) = try business.committed(blank: 100)
            let fact = KioskFact.delivered(
                caseID: business.id, uid: plan.uid, evidence: .takenSeenLive)
            _ = try rig.push([fact], from: 1)
            return try rig.refusal(VoidCall(uid: plan.uid), business.id)
        },
        RefusalRow(.void, .conflict) { rig in
            let business = try RigCase(rig, "c-1", at: StoreRig.k2)
            _ = try business.open()
            return try rig.refusal(VoidCall(uid: nil), business.id)
        },
        RefusalRow(.get, .conflict) { rig in
            let business = try RigCase(rig, "c-1", at: StoreRig.k2)
            _ = try business.open()
            return try rig.refusal(GetCall(), business.id)
        },
        RefusalRow(.get, .malformed) { rig in try rig.refusal(GetCall(), nil) },
    ]

    private static let newNumber = StudentNumber(validated: "2023010050")

    private static func newcomer(
        _ rig: StoreRig, standing: Standing = .enrolled, hasCard: Bool = true,
        earlier: [Int64] = [0]
    ) throws -> RigCase {
        try rig.desk.register([
            StoreRig.student(
                50, newNumber, standing: standing, hasCard: hasCard, earlier: earlier)
        ])
        return try RigCase(rig, "c-new", newNumber)
    }

    private static func rich(_ rig: StoreRig, balance: Money) throws -> StudentNumber {
        try rig.desk.register([StoreRig.student(50, newNumber, balance: balance)])
        return newNumber
    }

    private static func quoteRefusal(_ rig: StoreRig, _ business: RigCase) throws -> Refusal? {
        try rig.refusal(QuoteCall(session: business.session), at: business.kiosk, business.id)
    }

    private static func commitRefusal(_ business: RigCase, _ fence: Fence) throws -> Refusal? {
        let call = CommitCall(
            fence: fence, uid: StoreRig.uid(100), issueNumber: IssueNumber(2))
        return try business.rig.refusal(call, at: business.kiosk, business.id)
    }
}
