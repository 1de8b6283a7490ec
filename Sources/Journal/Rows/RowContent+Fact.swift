import CampusCard

/// Facts for the store in the file: the case stands in its column, the rest in the body.
extension RowContent {
    static func fact(_ fact: KioskFact) -> RowContent {
        switch fact {
        case .delivered(let id, let uid, let evidence):
            RowContent(.fact, id, RowBody(uid: uid, fact: .delivered, evidence: evidence))
        case .voided(let id, let uid):
            RowContent(.fact, id, RowBody(uid: uid, fact: .voided))
        case .abandoned(let id, let reason, let spoiled):
            RowContent(
                .fact, id, RowBody(fact: .abandoned, abandonReason: reason, spoiled: spoiled))
        case .suspected(let id, let uid):
            RowContent(.fact, id, RowBody(uid: uid, fact: .suspected))
        case .stock(let change):
            RowContent(.fact, nil, body(of: change))
        case .noted(let id, let note):
            RowContent(.fact, id, RowBody(fact: .noted, storeNote: note))
        }
    }

    private static func body(of change: StockChange) -> RowBody {
        switch change {
        case .fed(let card):
            RowBody(card: card, fact: .stock, change: .fed)
        case .retained(let card, let uid):
            RowBody(card: card, uid: uid, fact: .stock, change: .retained)
        case .unaccounted(let card, let uid):
            RowBody(card: card, uid: uid, fact: .stock, change: .unaccounted)
        case .counted(let unit, let found):
            RowBody(fact: .stock, change: .counted, unit: unit, found: found)
        case .difference(let unit, let booked, let witnessed):
            RowBody(
                fact: .stock, change: .difference, unit: unit, booked: booked, witnessed: witnessed)
        }
    }

    /// The fact that the row stands for.
    func fact() throws(RowFormatFault) -> KioskFact {
        switch try body.required(\.fact) {
        case .delivered:
            .delivered(
                caseID: try requiredCase(), uid: try body.required(\.uid),
                evidence: try body.required(\.evidence))
        case .voided: .voided(caseID: try requiredCase(), uid: body.uid)
        case .abandoned:
            .abandoned(
                caseID: try requiredCase(), reason: try body.required(\.abandonReason),
                spoiled: try body.required(\.spoiled))
        case .suspected: .suspected(caseID: try requiredCase(), uid: try body.required(\.uid))
        case .stock: .stock(try stockChange())
        case .noted:
            .noted(caseID: try requiredCase(), note: try body.required(\.storeNote))
        }
    }

    private func stockChange() throws(RowFormatFault) -> StockChange {
        switch try body.required(\.change) {
        case .fed: .fed(card: try body.required(\.card))
        case .retained: .retained(card: try body.required(\.card), uid: body.uid)
        case .unaccounted: .unaccounted(card: try body.required(\.card), uid: body.uid)
        case .counted:
            .counted(unit: try body.required(\.unit), found: try body.required(\.found))
        case .difference:
            .difference(
                unit: try body.required(\.unit), booked: try body.required(\.booked),
                witnessed: try body.required(\.witnessed))
        }
    }
}
