import CampusCard

/// A card at a terminal. First use proves delivery; a card that is used after its hold was released is refused, and a person
/// hears of it.
enum CardUseRule {
    static func answer(
        _ uid: CardUID, at terminal: TerminalID, _ transaction: StoreTransaction
    ) throws -> StoreWord {
        guard let card = try CardRecord.find(uid: uid, transaction) else { return .unknown }
        try weigh(card, .used(at: terminal), transaction)
        let now = try CardRecord.find(uid: uid, transaction) ?? card
        return now.word(isFrozen: try Cardholder.require(now.account, transaction).frozen)
    }

    private static func weigh(
        _ card: CardRecord, _ evidence: Evidence, _ transaction: StoreTransaction
    ) throws {
        if let found = try transaction.tables.caseOfCard(card.uid) {
            try EvidenceRule.weigh(evidence, on: found, transaction)
        } else if let spoiledIn = try transaction.tables.caseBound(to: card.uid) {
            // A blank that its case gave up: it should lie in a bin.
            try EvidenceRule.hand(spoiledIn, over: evidence, .contradiction, transaction)
        }
    }
}

extension CardRecord {
    /// What a terminal hears of the card.
    /// - Parameter isFrozen: the account is.
    fileprivate func word(isFrozen: Bool) -> StoreWord {
        if !life.isUsable { return .cancelled }
        if lost { return .lost }
        if isFrozen || flags.contains(.frozen) { return .frozen }
        switch write {
        case .pending(.clearFlag, _): return .released
        case .pending(.setFlag, _), .pending(.limits, _), .unknown, .inSync: return .good
        }
    }
}
