import CampusCard

/// How one kind of call is answered inside a transaction.
protocol CallRule {
    associatedtype Body: StoreCall
    /// Whether a call of this kind belongs to a case. Those that do not are not kept by key: they
    /// are built so that a repetition has no second effect.
    static var needsCase: Bool { get }
    func answer(
        _ request: CallRequest<Body>, _ transaction: StoreTransaction
    ) throws -> CallAnswer<Body.Answer>
}

/// A call without a case.
struct CaselessCall<Body: StoreCall>: CallRule {
    typealias Rule = (Body, KioskID, StoreTransaction) throws -> CallAnswer<Body.Answer>
    private let rule: Rule

    init(_ rule: @escaping Rule) {
        self.rule = rule
    }

    static var needsCase: Bool { false }

    func answer(
        _ request: CallRequest<Body>, _ transaction: StoreTransaction
    ) throws -> CallAnswer<Body.Answer> {
        guard request.caseID == nil else { throw Rejection(.malformed) }
        return try rule(request.body, request.kiosk, transaction)
    }
}

/// A call of a case.
struct CaseCall<Body: StoreCall>: CallRule {
    typealias Rule = (Body, KioskID, CaseID, StoreTransaction) throws -> CallAnswer<Body.Answer>
    private let rule: Rule

    init(_ rule: @escaping Rule) {
        self.rule = rule
    }

    /// For a rule that asks for the student, not for the case.
    init(
        ofStudent rule:
            @escaping (Body, KioskID, StoreTransaction) throws -> CallAnswer<Body.Answer>
    ) {
        self.rule = { body, kiosk, _, transaction in try rule(body, kiosk, transaction) }
    }

    static var needsCase: Bool { true }

    func answer(
        _ request: CallRequest<Body>, _ transaction: StoreTransaction
    ) throws -> CallAnswer<Body.Answer> {
        guard let caseID = request.caseID else { throw Rejection(.malformed) }
        return try rule(request.body, request.kiosk, caseID, transaction)
    }
}
