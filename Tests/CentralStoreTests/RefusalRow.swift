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
        kioskRows + loginRows + quoteRows + openRows + replayRows + bindRows + commitRows
        + endingRows
}

/// What several rows need.
extension RefusalRow {
    static let stranger = KioskID(validated: "K-99")
    static let noSession = SessionToken(validated: "none")
    static let epoch = JournalEpoch(validated: "e1")
    static let other = CaseID(validated: "c-other")

    static let newNumber = StudentNumber(validated: "2023010050")

    static func newcomer(
        _ rig: StoreRig, standing: Standing = .enrolled, hasCard: Bool = true,
        earlier: [Int64] = [0]
    ) throws -> RigCase {
        try rig.desk.register([
            StoreRig.student(
                50, newNumber, standing: standing, hasCard: hasCard, earlier: earlier)
        ])
        return try RigCase(rig, "c-new", newNumber)
    }

    static func rich(_ rig: StoreRig, balance: Money) throws -> StudentNumber {
        try rig.desk.register([StoreRig.student(50, newNumber, balance: balance)])
        return newNumber
    }

    static func quoteRefusal(_ rig: StoreRig, _ business: RigCase) throws -> Refusal? {
        try rig.refusal(QuoteCall(session: business.session), at: business.kiosk, business.id)
    }

    static func commitRefusal(_ business: RigCase, _ fence: Fence) throws -> Refusal? {
        let call = CommitCall(
            fence: fence, uid: StoreRig.uid(100), issueNumber: IssueNumber(2))
        return try business.rig.refusal(call, at: business.kiosk, business.id)
    }
}
