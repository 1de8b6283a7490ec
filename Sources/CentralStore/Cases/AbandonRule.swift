import CampusCard

/// Undoes an uncommitted case; for a case that the store never saw it is a tombstone.
enum AbandonRule {
    /// The most UIDs that one case can have spoiled.
    static let spoiledLimit = 8

    static func answer(
        _ call: AbandonCall, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<AbandonCall.Answer> {
        try apply(call.reason, spoiled: call.spoiled, kiosk: kiosk, caseID: caseID, transaction)
        return .done(try GetRule.standing(of: caseID, kiosk: kiosk, transaction))
    }

    static func apply(
        _ reason: AbandonReason, spoiled: [CardUID], kiosk: KioskID, caseID: CaseID,
        _ transaction: StoreTransaction
    ) throws {
        guard spoiled.count <= spoiledLimit else { throw Rejection(.malformed) }
        if let found = try CaseRecord.find(caseID, of: kiosk, transaction) {
            switch found.stage {
            case .opened, .bound:
                try CaseEnding.abandon(found, reason, spoiled: .only(spoiled), transaction)
            case .abandoned, .voided: break
            case .unheard, .committed, .delivered: throw Rejection(.outOfOrder)
            }
        } else {
            try CaseOpening.insertTombstone(
                caseID, kiosk: kiosk, stage: .abandoned, reason: reason, transaction)
        }
        for uid in spoiled { try withhold(uid, of: caseID, transaction) }
    }

    /// Also for a blank that the store learns of only now, or that it cancelled without knowing
    /// what was written.
    private static func withhold(
        _ uid: CardUID, of caseID: CaseID, _ transaction: StoreTransaction
    ) throws {
        let known = try WithheldUID.contains(uid, transaction)
        try WithheldUID.withhold(uid, .spoiled, caseID: caseID, transaction)
        if !known, let card = try CardRecord.find(uid: uid, transaction), card.life == .cancelled {
            try StopList.stop(
                card.cardNumber, of: card.account, through: card.issueNumber, .spoiled, transaction)
        }
    }
}
