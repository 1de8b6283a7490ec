import CampusCard

/// Ends a case whose card was retained. Accepted in every stage but delivered, and for a case never
/// seen: from then on no bind or commit of it can succeed.
enum VoidRule {
    static func answer(
        _ call: VoidCall, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<VoidCall.Answer> {
        try apply(uid: call.uid, kiosk: kiosk, caseID: caseID, transaction)
        return .done(try GetRule.standing(of: caseID, kiosk: kiosk, transaction))
    }

    static func apply(
        uid: CardUID?, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws {
        if let found = try CaseRecord.find(caseID, of: kiosk, transaction) {
            switch found.stage {
            case .opened, .bound, .abandoned: try CaseEnding.void(found, transaction)
            case .committed:
                try EvidenceRule.weigh(.retained(by: kiosk), on: found, transaction)
            case .voided: break
            case .unheard, .delivered: throw Rejection(.outOfOrder)
            }
        } else {
            try CaseOpening.insertTombstone(
                caseID, kiosk: kiosk, stage: .voided, reason: nil, transaction)
        }
        if let uid { try WithheldUID.withhold(uid, .retained, caseID: caseID, transaction) }
    }
}
