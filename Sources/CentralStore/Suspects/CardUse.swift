import CampusCard

/// What a terminal hears of a card that it has authenticated.
package enum CardUseAnswer: String, Hashable, Sendable, CaseIterable {
    case accepted
    /// No card of this campus has the UID.
    case unknownCard
    /// The card is cancelled, lost or not yet handed out.
    case stopped
    /// The account is frozen.
    case frozen
}

/// A card at a terminal. First use proves delivery; a card that is used after its hold was released is refused, and a person
/// hears of it.
enum CardUseRule {
    static func answer(
        _ uid: CardUID, at terminal: TerminalID, _ transaction: StoreTransaction
    ) throws -> CardUseAnswer {
        guard let card = try CardRecord.find(uid: uid, transaction) else { return .unknownCard }
        try weigh(card, .used(at: terminal), transaction)
        guard let now = try CardRecord.find(uid: uid, transaction), !now.lost,
            now.life == .active || now.life == .inDelivery
        else { return .stopped }
        let holder = try Cardholder.require(now.account, transaction)
        return holder.frozen || now.flags.contains(.frozen) ? .frozen : .accepted
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

/// A card whose UID was read where no student can have put it.
enum FoundCardRule {
    /// - Returns: the case whose card it is; nil for a card without a case.
    static func apply(
        _ uid: CardUID, by who: String, where place: String, _ transaction: StoreTransaction
    ) throws -> CaseID? {
        let found = try transaction.tables.caseOfCard(uid)
        if let found {
            try EvidenceRule.weigh(.found(by: who, where: place), on: found, transaction)
        }
        let card = try CardRecord.find(uid: uid, transaction)
        if card == nil || card?.life == .cancelled {
            try WithheldUID.withhold(uid, .retained, caseID: found?.id, transaction)
        }
        return found?.id
    }
}
