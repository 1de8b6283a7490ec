import CampusCard

/// A card as the store has it, by (card number, issue number).
struct CardRecord {
    let cardNumber: CardNumber
    let issueNumber: IssueNumber
    let account: AccountID
    let uid: CardUID
    // The three axes of its status; none says anything of another.
    var life: CardLife
    var flags: CardFlags
    var write: CardWrite
    /// The list version of the plan by which it was written.
    let goodAsOf: ListVersion
    /// When its UID was bound, milliseconds since 1970 UTC.
    let boundAt: Int64

    /// The card of an account that lives (active or in delivery), lost or not: there is at most
    /// one.
    static func usable(of account: AccountID, _ transaction: StoreTransaction) throws -> CardRecord?
    {
        try transaction.tables.usableCard(of: account)
    }

    /// The cards that were bound to a case and are still being issued.
    static func issuing(for caseID: CaseID, _ transaction: StoreTransaction) throws -> [CardRecord]
    {
        try transaction.tables.issuingCards(of: caseID)
    }

    /// The card of a UID.
    static func find(uid: CardUID, _ transaction: StoreTransaction) throws -> CardRecord? {
        try transaction.tables.card(uid)
    }

    /// Reported lost by its holder.
    var lost: Bool { flags.contains(.lost) }

    func move(to life: CardLife, _ transaction: StoreTransaction) throws {
        try transaction.tables.set(life, of: self)
    }

    func set(_ flags: CardFlags, _ transaction: StoreTransaction) throws {
        try transaction.tables.set(flags, of: self)
    }

    /// Marks the card as lost and publishes its entry; a card that was lost before keeps its own.
    /// - Returns: the list version that stops it.
    func reportLost(_ transaction: StoreTransaction) throws -> ListVersion {
        if lost, let entry = try transaction.tables.newestEntry(of: cardNumber) {
            return entry.version
        }
        try set(flags.union(.lost), transaction)
        return try StopList.stop(
            cardNumber, of: account, through: issueNumber, .lossReported, transaction)
    }
}
