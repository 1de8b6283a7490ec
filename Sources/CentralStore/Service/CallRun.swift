import CampusCard
import GRDB

/// One call inside its transaction: known kiosk, repetition, rule, and the answer kept for the next
/// repetition.
struct CallRun<Rule: CallRule> {
    let request: CallRequest<Rule.Body>
    let bytes: [UInt8]
    let rule: Rule
    let transaction: StoreTransaction

    func answer() throws -> [UInt8] {
        guard try KioskRecord.inService(request.kiosk, transaction) != nil else {
            return try WireFormat.encode(refusal(.kioskNotInService))
        }
        guard let caseID = request.caseID, Rule.Body.name != .get else {
            return try WireFormat.encode(outcome())
        }
        let key = AnsweredCall(
            kiosk: request.kiosk, caseID: caseID, call: Rule.Body.name, attempt: request.attempt)
        switch try key.find(body: bytes, transaction) {
        case .same(let answer): return answer
        case .otherBody: return try WireFormat.encode(refusal(.conflict))
        case .new: break
        }
        let result = try outcome()
        let answer = try WireFormat.encode(result)
        if result != refusal(.malformed) { try key.keep(answer, body: bytes, transaction) }
        return answer
    }

    /// Runs the rule; what a refused one wrote is rolled back. Leases that have ended are cleared
    /// away before, so that no rule meets one.
    private func outcome() throws -> CallAnswer<Rule.Body.Answer> {
        try Leases.releaseExpired(transaction)
        var result = refusal(.malformed)
        try transaction.db.inSavepoint {
            do {
                result = try rule.answer(request, transaction)
                return .commit
            } catch let rejection as Rejection {
                result = .refused(rejection.refused)
                return .rollback
            }
        }
        return result
    }

    private func refusal(_ reason: Refusal) -> CallAnswer<Rule.Body.Answer> {
        .refused(Refused(reason))
    }
}
