import CampusCard

/// What a replacement would cost, and whether it may be had. It changes nothing but that the quote
/// is kept.
enum QuoteRule {
    static func answer(
        _ call: QuoteCall, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<QuoteCall.Answer> {
        try StoreLife.requireReplayed(transaction)
        try KioskRecord.requireInService(kiosk, transaction)
        let session = try Session.requireReady(call.session, kiosk: kiosk, transaction)
        let holder = try Cardholder.require(session.account, transaction)
        try Eligibility.require(holder, transaction)
        let fee = try Fee.now(for: holder.account, transaction)
        let spendable = try Ledger.spendable(of: holder.account, transaction)
        guard spendable >= fee.amount else {
            throw Rejection(.insufficientFunds, fee: fee.amount, spendable: spendable)
        }
        let quote = try Quote.keep(fee: fee, session: session, transaction)
        let old = try CardRecord.usable(of: holder.account, transaction)
        return .done(
            QuoteCall.Answer(
                quote: quote, holder: holder.masked, fee: fee.amount, feeReason: fee.reason,
                spendable: spendable, alreadyReportedLost: old.map(\.lost) ?? true))
    }
}
