import CampusCard

/// Stops the student's card, whatever becomes of a replacement. Money and delivery of a running
/// case go on.
enum ReportLossRule {
    static func answer(
        _ call: ReportLossCall, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<ReportLossCall.Answer> {
        let session = try Session.requireReady(call.session, kiosk: kiosk, transaction)
        let holder = try Cardholder.require(session.account, transaction)
        guard let card = try CardRecord.usable(of: holder.account, transaction) else {
            throw Rejection(.noCard)
        }
        return .done(
            ReportLossCall.Answer(
                holder: holder.masked, listVersion: try card.reportLost(transaction),
                alreadyReported: card.lost))
    }
}
