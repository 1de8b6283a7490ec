import CampusCard

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
