import CampusCard

extension MemoryTables {
    func cardholder(numbered number: StudentNumber) throws -> Cardholder? {
        rows.accounts[number].flatMap { rows.holders[$0]?.holder }
    }

    func cardholder(of account: AccountID) throws -> Cardholder? { rows.holders[account]?.holder }

    func insert(_ holder: Cardholder) throws {
        let (account, number) = (holder.account, holder.studentNumber)
        rows.holders[account] = HolderRow(holder: holder)
        rows.accounts[number] = account
        onUndo {
            $0.holders[account] = nil
            $0.accounts[number] = nil
        }
    }

    func setFrozen(_ account: AccountID, _ frozen: Bool) throws {
        try change(account) { $0.holder.frozen = frozen }
    }

    func nextIssue(of account: AccountID) throws -> Int64 { try holder(account).nextIssue }

    func takeIssue(of account: AccountID) throws { try change(account) { $0.nextIssue += 1 } }

    func raiseIssue(of account: AccountID, to next: Int64) throws {
        try change(account) { $0.nextIssue = max($0.nextIssue, next) }
    }

    func takeFence(of account: AccountID) throws -> Fence {
        try change(account) { $0.nextFence += 1 }
        return Fence(try holder(account).nextFence)
    }

    private func holder(_ account: AccountID) throws -> HolderRow {
        guard let row = rows.holders[account] else {
            throw StoreFailure("a query for a number returned no row")
        }
        return row
    }

    private func change(_ account: AccountID, _ body: (inout HolderRow) -> Void) throws {
        let old = try holder(account)
        var new = old
        body(&new)
        rows.holders[account] = new
        onUndo { $0.holders[account] = old }
    }
}

/// Passwords and replacements.
extension MemoryTables {
    func password(of account: AccountID) throws -> StoredPassword? {
        rows.passwords[account]?.password
    }

    func insert(_ password: StoredPassword, of account: AccountID) throws {
        rows.passwords[account] = PasswordRow(password: password)
        onUndo { $0.passwords[account] = nil }
    }

    func change(_ verifier: PasswordHash, of account: AccountID) throws {
        guard let old = rows.passwords[account] else { return }
        rows.passwords[account] = PasswordRow(
            password: StoredPassword(
                current: verifier, standard: old.password.standard, isDefault: false),
            generation: old.generation + 1)
        onUndo { $0.passwords[account] = old }
    }

    func bookReplacement(_ account: AccountID, at wall: Int64, caseID: CaseID?) throws {
        rows.replacements[account, default: []].append(ReplacementRow(at: wall, caseID: caseID))
        onUndo { $0.replacements[account]?.removeLast() }
    }

    func replacementStages(of account: AccountID, since wall: Int64) throws -> [CaseStage?] {
        (rows.replacements[account] ?? []).filter { $0.at >= wall }
            .map { $0.caseID.flatMap { rows.cases[$0]?.record.stage } }
    }
}
