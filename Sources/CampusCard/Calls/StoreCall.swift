/// A call of a kiosk to the central store: a body that is sent, an answer that comes back.
///
/// Every call is idempotent by (case, call, attempt): the same key with the same body gets the first answer
/// again, with another body it is refused as `Refusal.conflict`.
package protocol StoreCall: Hashable, Sendable, Codable {
    associatedtype Answer: Hashable, Sendable, Codable
    static var name: StoreCallName { get }
    /// What the kiosk keeps of an answer for the store, as the event `KioskFact.noted`; nil for most calls.
    static func note(of answer: Answer) -> StoreNote?
}

extension StoreCall {
    package static func note(of answer: Answer) -> StoreNote? { nil }
}

/// The calls, as they stand in the path `/kiosk/v1/<name>`.
package enum StoreCallName: String, Hashable, Sendable, Codable, CaseIterable {
    case register, login, changePassword, quote, open, bind, abandon, commit, void, get, reportLoss
    case deliverLossReport, pushEvents
}

/// The envelope of a call.
package struct CallRequest<Body: StoreCall>: Hashable, Sendable, Codable {
    package let kiosk: KioskID
    /// The case that the call belongs to; `register` and `pushEvents` carry none.
    package let caseID: CaseID?
    /// From 1. A repetition of the same intention keeps its number; a new intention takes the next.
    package let attempt: Int
    package let body: Body

    package init(kiosk: KioskID, caseID: CaseID?, attempt: Int, body: Body) {
        self.kiosk = kiosk
        self.caseID = caseID
        self.attempt = attempt
        self.body = body
    }
}

/// What the store answers. That no answer came at all is `CallOutcome.unknown`, which never travels.
package enum CallAnswer<Answer: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    case done(Answer)
    case refused(Refused)

    private enum Key: String, CodingKey { case outcome, answer, refused }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let outcome = try container.decode(String.self, forKey: .outcome)
        if outcome == "done" {
            self = .done(try container.decode(Answer.self, forKey: .answer))
        } else if outcome == "refused" {
            self = .refused(try container.decode(Refused.self, forKey: .refused))
        } else {
            throw DecodingError.dataCorruptedError(
                forKey: .outcome, in: container,
                debugDescription: "outcome must be 'done' or 'refused'")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .done(let answer):
            try container.encode("done", forKey: .outcome)
            try container.encode(answer, forKey: .answer)
        case .refused(let refused):
            try container.encode("refused", forKey: .outcome)
            try container.encode(refused, forKey: .refused)
        }
    }
}

/// What is known after a call.
package enum CallOutcome<Answer: Hashable & Sendable>: Hashable, Sendable {
    case done(Answer)
    case refused(Refused)
    /// Nothing is known: the call may or may not have had its effect.
    case unknown
}
