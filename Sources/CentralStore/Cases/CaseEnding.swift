import CampusCard

/// How cases end: the one place where money, card and case end together.
enum CaseEnding {
    /// Undoes an uncommitted case. Bound blanks are cancelled; those on which an identity write may
    /// have happened are listed and their UIDs withheld.
    static func abandon(
        _ found: CaseRecord, _ reason: AbandonReason, spoiled: SpoiledBlanks,
        _ transaction: StoreTransaction
    ) throws {
        for card in try CardRecord.issuing(for: found.id, transaction) {
            try card.move(to: .cancelled, transaction)
            if spoiled.contains(card.uid) { try spoil(card, transaction) }
        }
        try Ledger.end(.release, of: found, transaction)
        try FeeWaiver.giveBack(from: found.id, transaction)
        try found.abandoned(reason, transaction)
    }

    /// The student has the card: it is active and the fee captured.
    static func deliver(
        _ found: CaseRecord, _ proof: DeliveryProof, _ transaction: StoreTransaction
    ) throws {
        guard let uid = found.newUID, let card = try CardRecord.find(uid: uid, transaction) else {
            throw StoreFailure("a committed case has no card")
        }
        if card.life == .inDelivery { try card.move(to: .active, transaction) }
        try found.delivered(proof, transaction)
        try Ledger.end(.capture, of: found, transaction)
        try Suspects.resolve(found.id, .delivery, as: proof.evidence, who: proof.who, transaction)
    }

    /// A person at the desk decides a committed case: the student has the card, or has none.
    static func settle(
        _ found: CaseRecord, asDelivered: Bool, who: String, why: String,
        _ transaction: StoreTransaction
    ) throws {
        transaction.count(.suspectDecided)
        if try transaction.tables.isSuspect(found.id, .delivery) {
            let fate: CardFate = asDelivered ? .taken : .retained
            try EvidenceRule.keep(.decided(fate, by: who, why: why), found.id, transaction)
        }
        if asDelivered {
            try deliver(found, DeliveryProof(waivedBy: who, why: why), transaction)
        } else {
            try Suspects.resolve(
                found.id, .delivery, as: "released: \(why)", who: who, transaction)
            try void(found, transaction)
        }
    }

    /// The card is in a bin: it is cancelled and listed, the hold released.
    static func void(_ found: CaseRecord, _ transaction: StoreTransaction) throws {
        let cards = try CardRecord.issuing(for: found.id, transaction)
        for card in cards {
            try card.move(to: .cancelled, transaction)
            try spoil(card, transaction)
        }
        if found.stage == .committed { try cancelCommitted(found, transaction) }
        if found.stage != .abandoned {
            try Ledger.end(.release, of: found, transaction)
            try FeeWaiver.giveBack(from: found.id, transaction)
        }
        try found.voided(transaction)
        try Suspects.resolve(found.id, .delivery, as: "retained", who: nil, transaction)
    }

    /// Makes one blank's number and UID unusable for ever.
    static func spoil(_ card: CardRecord, _ transaction: StoreTransaction) throws {
        try WithheldUID.withhold(card.uid, .spoiled, caseID: nil, transaction)
        try StopList.stop(
            card.cardNumber, of: card.account, through: card.issueNumber, .spoiled, transaction)
    }

    private static func cancelCommitted(
        _ found: CaseRecord, _ transaction: StoreTransaction
    ) throws {
        guard let uid = found.newUID, let card = try CardRecord.find(uid: uid, transaction) else {
            throw StoreFailure("a committed case has no card")
        }
        if card.life != .cancelled { try card.move(to: .cancelled, transaction) }
        try StopList.stop(
            card.cardNumber, of: card.account, through: card.issueNumber, .voided, transaction)
    }
}

/// The blanks of a case on which an identity write may have happened.
enum SpoiledBlanks {
    /// Nobody has said: every bound blank counts.
    case unknown
    /// The kiosk's journal says which.
    case only([CardUID])

    func contains(_ uid: CardUID) -> Bool {
        switch self {
        case .unknown: true
        case .only(let uids): uids.contains(uid)
        }
    }
}
