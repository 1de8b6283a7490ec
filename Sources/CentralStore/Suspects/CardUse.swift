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
            now.life.isUsable
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
