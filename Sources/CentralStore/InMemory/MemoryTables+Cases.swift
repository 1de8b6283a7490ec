import CampusCard

extension MemoryTables {
    func caseRecord(_ id: CaseID) throws -> CaseRecord? { rows.cases[id]?.record }

    func liveCase(of account: AccountID) throws -> CaseRecord? {
        rows.live[account].flatMap { rows.cases[$0]?.record }
    }

    func expiredCases(at tick: Int64, limit: Int) throws -> [CaseRecord] {
        let ended = rows.live.values.compactMap { rows.cases[$0] }
            .filter { $0.leaseUntil <= tick && $0.record.stage != .committed }
        guard !ended.isEmpty else { return [] }
        return ended.sorted { ($0.leaseUntil, $0.record.id) < ($1.leaseUntil, $1.record.id) }
            .prefix(limit).map(\.record)
    }

    func insert(_ record: CaseRecord, leaseUntil tick: Int64, at wall: Int64) throws {
        let id = record.id
        rows.cases[id] = CaseRow(
            record: record, leaseUntil: tick, openedAt: wall, changedAt: wall)
        onUndo { $0.cases[id] = nil }
        follow(record)
    }

    func change(_ id: CaseID, _ change: CaseChange, at wall: Int64) throws {
        guard let old = rows.cases[id] else { return }
        var new = old
        new.changedAt = wall
        switch change {
        case .lease(let until): new.leaseUntil = until
        case .bound(let uid, let issue, let until):
            new.record.stage = .bound
            new.record.blanks += 1
            new.record.newUID = uid
            new.record.newIssue = issue
            new.leaseUntil = until
        case .committed: new.record.stage = .committed
        case .abandoned(let reason):
            new.record.stage = .abandoned
            new.record.endReason = reason
        case .voided: new.record.stage = .voided
        case .delivered(let proof):
            new.record.stage = .delivered
            new.proof = proof
        }
        try guardStage(old.record.stage, new.record.stage)
        rows.cases[id] = new
        onUndo { $0.cases[id] = old }
        follow(new.record)
    }

    /// The account's live case is this one, or no longer this one.
    private func follow(_ record: CaseRecord) {
        guard let account = record.account else { return }
        let old = rows.live[account]
        let new = record.stage.isLive ? record.id : old == record.id ? nil : old
        guard new != old else { return }
        rows.live[account] = new
        onUndo { $0.live[account] = old }
    }
}

/// Suspects.
extension MemoryTables {
    func openSuspect(
        _ caseID: CaseID, _ kind: Suspects.Kind, note: String, at wall: Int64
    ) throws {
        let key = SuspectKey(caseID: caseID, kind: kind)
        guard rows.suspects[key] == nil else { return }
        rows.suspects[key] = SuspectRow(since: wall, note: note)
        onUndo { $0.suspects[key] = nil }
    }

    func closeSuspect(
        _ caseID: CaseID, _ kind: Suspects.Kind, as resolution: String, who: String?, at wall: Int64
    ) throws {
        let key = SuspectKey(caseID: caseID, kind: kind)
        guard let old = rows.suspects[key], old.closing == nil else { return }
        rows.suspects[key]?.closing = SuspectRow.Closing(
            at: wall, resolution: resolution, who: who)
        onUndo { $0.suspects[key] = old }
    }
}

/// The answers that calls have had, as values.
extension MemoryTables: KeptAnswers {
    func find<Body: StoreCall>(
        _ key: CallKey, _ request: CallRequest<Body>, _ transaction: StoreTransaction
    ) throws -> KeptAnswer<Body.Answer> {
        guard let kept = rows.answers[key] else { return .new }
        guard kept.body as? CallRequest<Body> == request,
            let answer = kept.answer as? CallAnswer<Body.Answer>
        else { return .otherBody }
        return .same(answer)
    }

    func keep<Body: StoreCall>(
        _ answer: CallAnswer<Body.Answer>, _ key: CallKey, _ request: CallRequest<Body>,
        _ transaction: StoreTransaction
    ) throws {
        rows.answers[key] = MemoryAnswer(
            body: request, answer: answer, at: transaction.now.wall)
        rows.noAnswerBefore = min(rows.noAnswerBefore, transaction.now.wall)
        onUndo { $0.answers[key] = nil }
    }
}

extension CaseStage {
    /// The case has neither ended nor been undone.
    var isLive: Bool {
        switch self {
        case .opened, .bound, .committed: true
        case .unheard, .delivered, .voided, .abandoned: false
        }
    }
}
