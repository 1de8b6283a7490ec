import CampusCard

/// The key by which a call is known again.
struct CallKey: Hashable {
    let kiosk: KioskID
    let caseID: CaseID
    let call: StoreCallName
    let attempt: Int
}

/// What the store knows of a key.
enum KeptAnswer<Answer: Hashable & Sendable & Codable> {
    case new
    case same(CallAnswer<Answer>)
    /// The key came before with another body.
    case otherBody
}

/// The answers that calls have had, in the form in which they are kept at this edge of the store.
protocol KeptAnswers {
    func find<Body: StoreCall>(
        _ key: CallKey, _ request: CallRequest<Body>, _ transaction: StoreTransaction
    ) throws -> KeptAnswer<Body.Answer>

    func keep<Body: StoreCall>(
        _ answer: CallAnswer<Body.Answer>, _ key: CallKey, _ request: CallRequest<Body>,
        _ transaction: StoreTransaction) throws
}
