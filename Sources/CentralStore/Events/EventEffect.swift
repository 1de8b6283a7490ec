import CampusCard

/// What an event of a kiosk changes in the store.
enum EventEffect {
    /// Throws a `Rejection` for an event that cannot be applied.
    /// - Parameter replayed: the store was restored, and may not know what went before.
    static func apply(
        _ fact: KioskFact, _ journal: EventStream, replayed: Bool, _ transaction: StoreTransaction
    ) throws {
        let kiosk = journal.kiosk
        switch fact {
        case .delivered(let caseID, let uid, let evidence):
            if replayed { try commitAgain(caseID, uid, kiosk: kiosk, transaction) }
            try deliver(caseID, uid, evidence, kiosk: kiosk, transaction)
        case .voided(let caseID, let uid):
            try VoidRule.apply(uid: uid, kiosk: kiosk, caseID: caseID, transaction)
        case .abandoned(let caseID, let reason, let spoiled):
            try AbandonRule.apply(
                reason, spoiled: spoiled, kiosk: kiosk, caseID: caseID, transaction)
        case .suspected(let caseID, let uid):
            if replayed { try commitAgain(caseID, uid, kiosk: kiosk, transaction) }
            try suspect(caseID, uid, kiosk: kiosk, transaction)
        case .stock(let change):
            try book(change, journal, transaction)
        case .noted(let caseID, let note):
            try NoteEffect.apply(note, kiosk: kiosk, caseID: caseID, transaction)
        }
    }

    private static func commitAgain(
        _ caseID: CaseID, _ uid: CardUID, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws {
        guard let found = try CaseRecord.find(caseID, of: kiosk, transaction),
            found.stage == .bound, found.newUID == uid
        else { return }
        try ReplayedCommit.apply(found, uid: uid, transaction)
    }

    /// Opens a suspect for an event in quarantine whose case a person must look at.
    static func explain(
        _ fact: KioskFact, _ refused: Refused, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws {
        switch fact {
        case .delivered(let caseID, _, let evidence):
            let late = refused.reason == .caseEnded
            try EvidenceRule.keep(.delivered(evidence, by: kiosk), caseID, transaction)
            try Suspects.open(
                caseID, late ? .lateDelivery : .contradiction,
                note: "delivered (\(evidence.rawValue)) refused: \(refused.reason.rawValue)",
                transaction)
        case .voided(let caseID, _), .abandoned(let caseID, _, _), .suspected(let caseID, _):
            try Suspects.open(
                caseID, .contradiction, note: "event refused: \(refused.reason.rawValue)",
                transaction)
        case .noted(let caseID, let note):
            try NoteEffect.stopOnly(note, kiosk: kiosk, caseID: caseID, transaction)
            try Suspects.open(
                caseID, .contradiction, note: "note refused: \(refused.reason.rawValue)",
                transaction)
        case .stock: break
        }
    }

    private static func deliver(
        _ caseID: CaseID, _ uid: CardUID, _ evidence: DeliveryEvidence, kiosk: KioskID,
        _ transaction: StoreTransaction
    ) throws {
        guard let found = try CaseRecord.find(caseID, of: kiosk, transaction) else {
            throw Rejection(.outOfOrder)
        }
        switch found.stage {
        case .committed:
            guard found.newUID == uid else { throw Rejection(.outOfOrder) }
            try EvidenceRule.weigh(
                .delivered(evidence, by: kiosk), on: found, transaction)
        case .delivered:
            guard found.newUID == uid else { throw Rejection(.outOfOrder) }
        case .voided, .abandoned: throw Rejection(.caseEnded)
        case .unheard, .opened, .bound: throw Rejection(.outOfOrder)
        }
    }

    private static func suspect(
        _ caseID: CaseID, _ uid: CardUID, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws {
        guard let found = try CaseRecord.find(caseID, of: kiosk, transaction) else {
            throw Rejection(.outOfOrder)
        }
        switch found.stage {
        case .committed:
            try Suspects.open(
                caseID, .delivery, note: "the kiosk cannot tell whether the card was taken",
                transaction)
        case .delivered, .voided: break
        case .unheard, .opened, .bound, .abandoned: throw Rejection(.outOfOrder)
        }
    }

    /// Counts stay as events, and are evidence. A card that lies in a bin is never issued again, and is void whatever became
    /// of its commit.
    private static func book(
        _ change: StockChange, _ journal: EventStream, _ transaction: StoreTransaction
    ) throws {
        let bin = BinCount(journal: journal, transaction: transaction)
        switch change {
        case .retained(let card, let uid):
            try bin.retained(card)
            if let uid { try retain(uid, at: journal.kiosk, transaction) }
        case .unaccounted(let card, let uid):
            try bin.missing(card, uid)
            guard let uid, try CardRecord.find(uid: uid, transaction) == nil else { return }
            try WithheldUID.withhold(uid, .retained, caseID: nil, transaction)
        case .counted(.bin, let found): try bin.counted(found)
        case .difference(let unit, let booked, let witnessed):
            try bin.differs(unit, booked: booked, witnessed: witnessed)
        case .counted(.hopper, _), .fed: break
        }
    }

    private static func retain(
        _ uid: CardUID, at kiosk: KioskID, _ transaction: StoreTransaction
    ) throws {
        let found = try transaction.tables.caseOfCard(uid)
        if let found, found.kiosk == kiosk {
            try EvidenceRule.weigh(.retained(by: kiosk), on: found, transaction)
        } else if let found {
            try EvidenceRule.hand(
                found.id, over: .retained(by: kiosk), .contradiction, transaction)
        }
        guard try CardRecord.find(uid: uid, transaction)?.life.isUsable != true else { return }
        try WithheldUID.withhold(uid, .retained, caseID: nil, transaction)
    }
}
