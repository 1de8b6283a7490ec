import CampusCard

/// Where a case stands. It changes nothing, so its answer is always made afresh.
enum GetRule {
    static func answer(
        _ call: GetCall, kiosk: KioskID, caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<GetCall.Answer> {
        .done(try standing(of: caseID, kiosk: kiosk, transaction))
    }

    static func standing(
        of caseID: CaseID, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> CaseStanding {
        try CaseRecord.find(caseID, of: kiosk, transaction)?.standing(transaction)
            ?? CaseStanding(stage: .unheard, money: .none, fee: .zero)
    }
}
