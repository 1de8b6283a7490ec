import CampusCard

/// Opens a case on a consented quote.
enum OpenRule {
    static func answer(
        _ call: OpenCall, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<OpenCall.Answer> {
        let session = try Session.requireReady(call.session, kiosk: kiosk, transaction)
        if let found = try CaseRecord.find(caseID, of: kiosk, transaction) {
            return .done(try again(found, session, transaction))
        }
        try KioskRecord.requireInService(kiosk, transaction)
        let holder = try Cardholder.require(session.account, transaction)
        try Eligibility.require(holder, transaction)
        try fenceOff(holder.account, transaction)
        let quote = try Quote.take(call.quote, session: session, caseID: caseID, transaction)
        if quote.reason == .waived {
            try FeeWaiver.spend(of: holder.account, on: caseID, transaction)
        }
        let fence = try CaseOpening.insert(
            caseID, kiosk: kiosk, account: holder.account, fee: quote.fee, transaction)
        try Ledger.hold(quote.fee, of: holder.account, for: caseID, transaction)
        let stopped = try CardRecord.usable(of: holder.account, transaction)?.reportLost(
            transaction)
        return .done(try answer(fence: fence, stopped: stopped, transaction))
    }

    /// The same case asked again under a new attempt: it keeps its fence.
    private static func again(
        _ found: CaseRecord, _ session: Session, _ transaction: StoreTransaction
    ) throws -> OpenCall.Answer {
        switch found.stage {
        case .opened, .bound: break
        case .abandoned where found.endReason == .leaseLost: throw Rejection(.leaseLost)
        case .abandoned, .voided: throw Rejection(.caseEnded)
        case .unheard, .committed, .delivered: throw Rejection(.outOfOrder)
        }
        guard found.account == session.account else { throw Rejection(.conflict) }
        try found.renewLease(transaction)
        return try answer(fence: found.fence, stopped: nil, transaction)
    }

    /// An uncommitted case of this account, at whatever kiosk, gives way.
    private static func fenceOff(_ account: AccountID, _ transaction: StoreTransaction) throws {
        guard let other = try CaseRecord.live(of: account, transaction) else { return }
        try CaseEnding.abandon(other, .leaseLost, spoiled: .unknown, transaction)
    }

    private static func answer(
        fence: Fence, stopped: ListVersion?, _ transaction: StoreTransaction
    ) throws -> OpenCall.Answer {
        OpenCall.Answer(
            fence: fence, leaseSeconds: transaction.policy.leaseSeconds,
            listVersion: try stopped ?? StopList.version(transaction))
    }
}
