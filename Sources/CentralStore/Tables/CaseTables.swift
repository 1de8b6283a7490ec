import CampusCard

/// Cases, suspects, and the answers that calls have had.
protocol CaseTables {
    func caseRecord(_ id: CaseID) throws -> CaseRecord?
    /// The case of the account that has neither ended nor been undone.
    func liveCase(of account: AccountID) throws -> CaseRecord?
    /// Uncommitted cases whose lease has ended by the tick, the oldest first.
    func expiredCases(at tick: Int64, limit: Int) throws -> [CaseRecord]
    func insert(_ record: CaseRecord, leaseUntil tick: Int64, at wall: Int64) throws
    func change(_ id: CaseID, _ change: CaseChange, at wall: Int64) throws

    /// A suspect that is known already stays as it is.
    func openSuspect(
        _ caseID: CaseID, _ kind: Suspects.Kind, note: String, at wall: Int64) throws
    /// Closes the suspect if it is open.
    func closeSuspect(
        _ caseID: CaseID, _ kind: Suspects.Kind, as resolution: String, who: String?,
        at wall: Int64) throws
}

/// One change of a case's row.
enum CaseChange {
    case lease(until: Int64)
    /// A blank takes the place of any blank before it.
    case bound(CardUID, IssueNumber, leaseUntil: Int64)
    case committed
    case abandoned(AbandonReason)
    case voided
    case delivered(DeliveryProof)
}
