import CampusCard

/// One call inside its transaction: known kiosk, repetition, rule, and the answer kept for the next
/// repetition.
struct CallRun<Body: RuledCall> {
    let request: CallRequest<Body>
    let kept: any KeptAnswers
    let transaction: StoreTransaction

    func answer() throws -> CallAnswer<Body.Answer> {
        guard try KioskRecord.inService(request.kiosk, transaction) != nil else {
            return refusal(.kioskNotInService)
        }
        guard let caseID = request.caseID, Body.name != .get else { return try outcome() }
        let key = CallKey(
            kiosk: request.kiosk, caseID: caseID, call: Body.name, attempt: request.attempt)
        switch try kept.find(key, request, transaction) {
        case .same(let answer):
            transaction.count(.callRepeated)
            return answer
        case .otherBody:
            transaction.count(.callContradicted)
            return refusal(.conflict)
        case .new: break
        }
        let result = try outcome()
        if result != refusal(.malformed) { try kept.keep(result, key, request, transaction) }
        return result
    }

    /// Runs the rule; what a refused one wrote is rolled back. Leases that have ended are cleared
    /// away before, so that no rule meets one.
    private func outcome() throws -> CallAnswer<Body.Answer> {
        try Leases.releaseExpired(transaction)
        return switch try transaction.attempt({ try Body.rule.answer(request, transaction) }) {
        case .done(let answer): answer
        case .refused(let refused): .refused(refused)
        }
    }

    private func refusal(_ reason: Refusal) -> CallAnswer<Body.Answer> {
        .refused(Refused(reason))
    }
}
