import CampusCard

/// An event that a replay could not apply to what the backup knew. It is listed until a person has
/// seen to it; nothing is changed by itself.
enum ReplayConflict {
    static func list(
        _ event: KioskEvent, of replay: KioskReplay, why: Refusal, _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.insert(
            ConflictRow(
                kiosk: replay.kiosk, journal: replay.journal, sequence: event.sequence,
                life: replay.life.number, caseID: event.fact.caseID, why: why,
                foundAt: transaction.now.wall))
    }

    /// Closes every conflict of a case.
    /// - Returns: how many there were.
    static func close(
        _ caseID: CaseID, who: String, why: String, _ transaction: StoreTransaction
    ) throws -> Int64 {
        try transaction.tables.closeConflicts(
            of: caseID, who: who, why: why, at: transaction.now.wall)
    }
}
