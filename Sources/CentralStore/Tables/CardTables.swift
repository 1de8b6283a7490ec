import CampusCard

/// Cards, UIDs that are withheld, and the list of stopped cards.
protocol CardTables {
    func insert(_ card: CardRecord, boundTo caseID: CaseID?) throws
    func card(_ uid: CardUID) throws -> CardRecord?
    /// The card of the account that is in delivery or active, lost or not.
    func usableCard(of account: AccountID) throws -> CardRecord?
    /// The cards bound to the case that are still being issued, by issue number.
    func issuingCards(of caseID: CaseID) throws -> [CardRecord]
    func set(_ life: CardLife, of card: CardRecord) throws
    func set(_ flags: CardFlags, of card: CardRecord) throws
    func set(_ write: CardWrite, of card: CardRecord) throws
    /// The issue number was given to some card.
    func isIssued(_ issue: IssueNumber, of card: CardNumber) throws -> Bool

    /// The first reason stays.
    func withhold(
        _ uid: CardUID, _ reason: WithheldUID.Reason, caseID: CaseID?, at wall: Int64) throws
    /// Nil for a UID that is not withheld.
    func whyWithheld(_ uid: CardUID) throws -> WithheldUID.Reason?

    /// Zero for a list that has no entry; not below the floor of any life.
    func newestVersion() throws -> ListVersion
    func newestEntry(of card: CardNumber) throws -> StopEntry?
    func isListed(_ version: ListVersion, of card: CardNumber) throws -> Bool
    func publish(_ entry: StopEntry, at wall: Int64) throws
    func keep(_ release: ReleaseRow, at wall: Int64) throws
}

/// One entry of the list.
struct StopEntry {
    let version: ListVersion
    let card: CardNumber
    let issues: StoppedIssues
    let reason: StopList.Reason
}

/// Who released a card after its loss, and why.
struct ReleaseRow {
    let card: CardNumber
    /// Of the list entry that releases it.
    let version: ListVersion
    let who: String
    let why: String
}
