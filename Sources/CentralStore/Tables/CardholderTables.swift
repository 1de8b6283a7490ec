import CampusCard

/// Cardholders, their passwords, and the replacements that they had.
protocol CardholderTables {
    func cardholder(numbered number: StudentNumber) throws -> Cardholder?
    func cardholder(of account: AccountID) throws -> Cardholder?
    func insert(_ holder: Cardholder) throws
    func setFrozen(_ account: AccountID, _ frozen: Bool) throws

    /// The issue number that the account's next card takes, not yet taken.
    func nextIssue(of account: AccountID) throws -> Int64
    func takeIssue(of account: AccountID) throws
    /// The next issue number is at least this.
    func raiseIssue(of account: AccountID, to next: Int64) throws
    /// Above every fence that the account has had.
    func takeFence(of account: AccountID) throws -> Fence

    func password(of account: AccountID) throws -> StoredPassword?
    func insert(_ password: StoredPassword, of account: AccountID) throws
    /// Sets a password that is no default one.
    func change(_ verifier: PasswordHash, of account: AccountID) throws

    /// A replacement booked at a wall time; `caseID` is nil for one from before this store.
    func bookReplacement(_ account: AccountID, at wall: Int64, caseID: CaseID?) throws
    /// The stages of the cases of the replacements since a wall time; nil for one without a case.
    func replacementStages(of account: AccountID, since wall: Int64) throws -> [CaseStage?]
}
