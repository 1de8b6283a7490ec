import CampusCard

/// Opens a case on a consented quote.
enum OpenRule {
    static func answer(
        _ call: OpenCall, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<OpenCall.Answer> {
        try StoreLife.requireReplayed(transaction)
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
        let fence = try CaseOpening.nextFence(of: holder.account, transaction)
        try CaseOpening.insert(
            caseID, kiosk: kiosk, account: holder.account, fee: quote.fee, fence: fence,
            transaction)
        try Ledger.hold(quote.fee, of: holder.account, for: caseID, transaction)
        _ = try CardRecord.usable(of: holder.account, transaction)?.reportLost(transaction)
        let opened = try CaseRecord.require(caseID, transaction)
        return .done(try answer(opened, holder, quote.reason, transaction))
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
        let holder = try Cardholder.require(session.account, transaction)
        return try answer(found, holder, nil, transaction)
    }

    /// An uncommitted case of this account, at whatever kiosk, gives way.
    private static func fenceOff(_ account: AccountID, _ transaction: StoreTransaction) throws {
        guard let other = try CaseRecord.live(of: account, transaction) else { return }
        transaction.count(.caseGaveWay)
        try CaseEnding.abandon(other, .leaseLost, spoiled: .unknown, transaction)
    }

    /// - Parameter reason: why the fee is what it is; nil for a case that was open already.
    private static func answer(
        _ found: CaseRecord, _ holder: Cardholder, _ reason: FeeReason?,
        _ transaction: StoreTransaction
    ) throws -> OpenCall.Answer {
        let card = try CardRecord.usable(of: holder.account, transaction)
        let entry = try holder.cardNumber.flatMap { try transaction.tables.newestEntry(of: $0) }
        let stopped = card.flatMap { card in
            entry.map { NoteContent.Stop(issue: card.issueNumber, version: $0.version) }
        }
        let note = try NoteContent.opened(
            account: holder.account, fee: found.fee,
            reason: try reason ?? FeeWaiver.reason(of: found, transaction), fence: found.fence,
            stopped: stopped
        ).sealed(for: found.kiosk, found.id, transaction)
        return OpenCall.Answer(
            fence: found.fence, leaseSeconds: transaction.policy.leaseSeconds,
            listVersion: try StopList.version(transaction), note: note)
    }
}
