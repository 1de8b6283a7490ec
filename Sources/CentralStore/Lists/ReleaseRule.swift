import CampusCard

/// A card that its holder has found again is given back (解挂, design §4): it is not lost any more, and its chip waits for
/// an update. Terminals take it from the list version of the release on, unless one of them has set its flag.
enum ReleaseRule {
    /// Why a card cannot be released.
    enum Obstacle: String, CaseIterable {
        /// The account has no card that lives.
        case noCard
        case notLost
        /// A replacement of it is under way.
        case caseOpen
    }

    /// Nil when the account's card can be released.
    static func obstacle(
        for account: AccountID, _ transaction: StoreTransaction
    ) throws -> Obstacle? {
        guard let card = try CardRecord.usable(of: account, transaction) else { return .noCard }
        guard card.lost else { return .notLost }
        return try CaseRecord.live(of: account, transaction) == nil ? nil : .caseOpen
    }

    /// - Returns: the list version that tells terminals.
    /// - Precondition: there is no obstacle.
    static func apply(
        to account: AccountID, who: String, why: String, _ transaction: StoreTransaction
    ) throws -> ListVersion {
        guard let card = try CardRecord.usable(of: account, transaction), card.lost else {
            preconditionFailure("a card is released that is not lost")
        }
        transaction.count(.lostCardReleased)
        let version = try StopList.release(card, transaction)
        try card.set(card.flags.subtracting(.lost), transaction)
        try transaction.tables.set(.pending(.clearFlag, since: version), of: card)
        try transaction.tables.keep(
            ReleaseRow(
                card: card.cardNumber, version: version, who: who, why: why),
            at: transaction.now.wall)
        return version
    }
}
