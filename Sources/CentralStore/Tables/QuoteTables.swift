import CampusCard

/// Quotes and fee waivers.
protocol QuoteTables {
    func insert(_ quote: QuoteRow) throws
    func quote(_ id: QuoteID) throws -> QuoteRow?
    func use(_ id: QuoteID, for caseID: CaseID) throws

    /// The oldest waiver of the account that no case has used.
    func unusedWaiver(of account: AccountID) throws -> String?
    func insert(_ waiver: WaiverRow) throws
    func use(waiver: String, for caseID: CaseID) throws
    func hasUsedWaiver(_ caseID: CaseID) throws -> Bool
    func giveBackWaivers(of caseID: CaseID) throws
}

/// An offer as it is kept.
struct QuoteRow {
    let id: QuoteID
    let account: AccountID
    let tokenDigest: String
    let fee: Money
    let reason: FeeReason
    let endsTick: Int64
    var usedBy: CaseID? = nil
}

/// A decision that one replacement costs nothing.
struct WaiverRow {
    let id: String
    let account: AccountID
    let who: String
    let why: String
    let at: Int64
    var usedBy: CaseID? = nil
}
