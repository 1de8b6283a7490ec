import CampusCard

/// Stops a card on a report that waited in a kiosk: it counts as a login at that kiosk, right or wrong.
enum DeliverLossReportRule {
    static func answer(
        _ call: DeliverLossReportCall, kiosk: KioskID, caseID: CaseID,
        _ transaction: StoreTransaction
    ) throws -> CallAnswer<DeliverLossReportCall.Answer> {
        let report = call.report
        guard report.caseID == caseID, let opener = transaction.environment.reportOpener,
            let secret = opener.open(report, from: kiosk)
        else { throw Rejection(.malformed) }
        guard report.isFresh(atMilliseconds: transaction.now.wall) else {
            throw Rejection(.sessionExpired)
        }
        let throttle = LoginThrottle(
            transaction, kiosk: kiosk, studentNumber: secret.studentNumber)
        try throttle.requireOpen()
        guard
            let (holder, _) = try LoginRule.verified(
                secret.studentNumber, secret.password, transaction)
        else { return .refused(try throttle.countWrong()) }
        try throttle.countRight()
        guard let card = try CardRecord.usable(of: holder.account, transaction) else {
            return .refused(Refused(.noCard))
        }
        let version = try card.reportLost(transaction)
        return .done(
            DeliverLossReportCall.Answer(
                listVersion: version, alreadyReported: card.lost,
                note: try ReportLossRule.note(card, version, kiosk, caseID, transaction)))
    }
}
