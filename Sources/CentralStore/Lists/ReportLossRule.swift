import CampusCard

/// Stops the student's card, whatever becomes of a replacement. Money and delivery of a running
/// case go on.
enum ReportLossRule {
    static func answer(
        _ call: ReportLossCall, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<ReportLossCall.Answer> {
        let session = try Session.requireReady(call.session, kiosk: kiosk, transaction)
        let holder = try Cardholder.require(session.account, transaction)
        guard let card = try CardRecord.usable(of: holder.account, transaction) else {
            throw Rejection(.noCard)
        }
        try count(card, transaction)
        let version = try card.reportLost(transaction)
        return .done(
            ReportLossCall.Answer(
                holder: holder.masked, listVersion: version, alreadyReported: card.lost,
                note: try note(card, version, kiosk, caseID, transaction)))
    }

    /// A report that comes late, or while the next card is on its way, changes nothing else.
    static func count(_ card: CardRecord, _ transaction: StoreTransaction) throws {
        if card.lost { transaction.count(.lossRepeated) }
        if try card.life == .inDelivery || CaseRecord.live(of: card.account, transaction) != nil {
            transaction.count(.lossInCase)
        }
    }

    /// What the store keeps with the kiosk of a card that it stopped.
    static func note(
        _ card: CardRecord, _ version: ListVersion, _ kiosk: KioskID, _ caseID: CaseID,
        _ transaction: StoreTransaction
    ) throws -> StoreNote {
        try NoteContent.lost(
            account: card.account,
            stopped: NoteContent.Stop(issue: card.issueNumber, version: version)
        ).sealed(for: kiosk, caseID, transaction)
    }
}
