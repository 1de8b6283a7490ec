import CampusCard

/// Leases of uncommitted cases: ten minutes, renewed by progress.
enum Leases {
    /// The most cases that one call clears away; the next call takes the rest.
    private static let sweepLimit = 50

    /// Undoes the cases whose lease has ended. The store does not know what was written, so their
    /// blanks are spoiled.
    static func releaseExpired(_ transaction: StoreTransaction) throws {
        // What a kiosk still has to tell of such a case, its replay brings.
        guard try !StoreLife.current(transaction).isReplaying else { return }
        let ended = try transaction.tables.expiredCases(
            at: transaction.now.tick, limit: sweepLimit)
        for found in ended {
            transaction.count(.leaseEnded)
            try CaseEnding.abandon(found, .leaseLost, spoiled: .unknown, transaction)
        }
    }

    /// The case of a call that carries a fence, or why it cannot go on. Committed and later stages
    /// pass: what they mean is for the call.
    static func require(
        _ caseID: CaseID, kiosk: KioskID, fence: Fence, _ transaction: StoreTransaction
    ) throws -> CaseRecord {
        guard let found = try CaseRecord.find(caseID, of: kiosk, transaction) else {
            throw Rejection(.outOfOrder)
        }
        switch found.stage {
        case .abandoned where found.endReason == .leaseLost: throw tooLate(.leaseLost, transaction)
        case .abandoned, .voided: throw tooLate(.caseEnded, transaction)
        case .unheard, .opened, .bound, .committed, .delivered: break
        }
        guard found.fence == fence else { throw tooLate(.leaseLost, transaction) }
        return found
    }

    private static func tooLate(
        _ reason: Refusal, _ transaction: StoreTransaction
    ) -> Rejection {
        transaction.count(.callTooLate)
        return Rejection(reason)
    }
}
