package import CampusCard

/// How one kind of call is answered inside a transaction.
package struct CallRule<Body: StoreCall>: Sendable {
    let answer: @Sendable (CallRequest<Body>, StoreTransaction) throws -> CallAnswer<Body.Answer>

    /// A call without a case. It is not kept by key: it is built so that a repetition has no second effect.
    static func caseless(
        _ rule:
            @escaping @Sendable (Body, KioskID, StoreTransaction) throws -> CallAnswer<Body.Answer>
    ) -> CallRule {
        CallRule { request, transaction in
            guard request.caseID == nil else { throw Rejection(.malformed) }
            return try rule(request.body, request.kiosk, transaction)
        }
    }

    /// A call of a case.
    static func ofCase(
        _ rule:
            @escaping @Sendable (Body, KioskID, CaseID, StoreTransaction) throws ->
            CallAnswer<Body.Answer>
    ) -> CallRule {
        CallRule { request, transaction in
            guard let caseID = request.caseID else { throw Rejection(.malformed) }
            return try rule(request.body, request.kiosk, caseID, transaction)
        }
    }

    /// A call of a case whose rule asks for the student, not for the case.
    static func ofStudent(
        _ rule:
            @escaping @Sendable (Body, KioskID, StoreTransaction) throws -> CallAnswer<Body.Answer>
    ) -> CallRule {
        ofCase { body, kiosk, _, transaction in try rule(body, kiosk, transaction) }
    }
}

/// A call that the store answers: its rule stands here, for every way in which calls arrive.
package protocol RuledCall: StoreCall {
    static var rule: CallRule<Self> { get }
}

extension RegisterCall: RuledCall {
    package static var rule: CallRule<Self> { .caseless(RegisterRule.answer) }
}
extension PushEventsCall: RuledCall {
    package static var rule: CallRule<Self> { .caseless(PushEventsRule.answer) }
}
extension LoginCall: RuledCall {
    package static var rule: CallRule<Self> { .ofStudent(LoginRule.answer) }
}
extension ChangePasswordCall: RuledCall {
    package static var rule: CallRule<Self> { .ofStudent(ChangePasswordRule.answer) }
}
extension QuoteCall: RuledCall {
    package static var rule: CallRule<Self> { .ofStudent(QuoteRule.answer) }
}
extension ReportLossCall: RuledCall {
    package static var rule: CallRule<Self> { .ofCase(ReportLossRule.answer) }
}
extension DeliverLossReportCall: RuledCall {
    package static var rule: CallRule<Self> { .ofCase(DeliverLossReportRule.answer) }
}
extension OpenCall: RuledCall {
    package static var rule: CallRule<Self> { .ofCase(OpenRule.answer) }
}
extension BindCall: RuledCall {
    package static var rule: CallRule<Self> { .ofCase(BindRule.answer) }
}
extension AbandonCall: RuledCall {
    package static var rule: CallRule<Self> { .ofCase(AbandonRule.answer) }
}
extension CommitCall: RuledCall {
    package static var rule: CallRule<Self> { .ofCase(CommitRule.answer) }
}
extension VoidCall: RuledCall {
    package static var rule: CallRule<Self> { .ofCase(VoidRule.answer) }
}
extension GetCall: RuledCall {
    package static var rule: CallRule<Self> { .ofCase(GetRule.answer) }
}
