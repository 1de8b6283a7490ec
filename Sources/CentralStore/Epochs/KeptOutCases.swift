import CampusCard

/// Cases of a replay that another case of their account keeps out. Kiosks are heard in any order, and an account
/// has one live case: what is refused for that reason is a conflict until the way is free, and is then applied by itself.
enum KeptOutCases {
    /// Refusals of the note that opens a case which time, or another kiosk's journal, may lift.
    static let passing: Set<Refusal> = [.leaseLost, .cardWaiting, .storeReplaying]

    /// A case that comes back while another of its account is live: fences it off, or has to wait.
    static func makeWay(
        _ other: CaseRecord, for fence: Fence, of kiosk: KioskID, _ transaction: StoreTransaction
    ) throws {
        guard other.fence < fence else { throw Rejection(.leaseLost) }
        guard other.stage != .committed else { throw Rejection(.cardWaiting) }
        // It may have ended long ago: its own kiosk has still to say how.
        let life = try StoreLife.current(transaction)
        guard
            try other.kiosk == kiosk
                || !transaction.tables.isUnheard(other.kiosk, in: life.number)
        else { throw Rejection(.storeReplaying) }
        try CaseEnding.abandon(other, .leaseLost, spoiled: .unknown, transaction)
    }

    /// Tries all of them again, those of an earlier life too: the backup of a later one holds them.
    static func tryAgain(in life: StoreLife, _ transaction: StoreTransaction) throws {
        guard life.number > 1 else { return }
        for first in try transaction.tables.openConflicts(for: passing) {
            try tryAgain(first, transaction)
        }
    }

    /// Applies the events of one case, all or none.
    private static func tryAgain(_ first: ConflictRow, _ transaction: StoreTransaction) throws {
        guard let caseID = first.caseID else { return }
        let stream = EventStream(kiosk: first.kiosk, epoch: first.journal)
        let facts = try transaction.tables.quarantined(in: stream, from: first.sequence)
            .map(\.fact).filter { $0.caseID == caseID }
        if let found = try CaseRecord.find(caseID, transaction), found.account == nil {
            // Its kiosk has undone it meanwhile: what is left of it is to be stopped.
            try UndoneCase.stopCards(
                of: caseID, by: facts, from: first.kiosk, transaction)
            return try close(caseID, "its kiosk has undone it", transaction)
        }
        let applied = try transaction.attempt {
            for fact in facts {
                try EventEffect.apply(fact, stream, replayed: true, transaction)
            }
        }
        if case .done = applied { try close(caseID, "applied once the way was free", transaction) }
    }

    private static func close(
        _ caseID: CaseID, _ why: String, _ transaction: StoreTransaction
    ) throws {
        _ = try ReplayConflict.close(caseID, who: author, why: why, transaction)
        try Suspects.resolve(caseID, .contradiction, as: why, who: author, transaction)
    }

    /// Who closes what needed no person.
    private static let author = "central-store"
}
