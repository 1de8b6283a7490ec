package import CampusCard

/// What the registry and the desk do to a store in memory.
extension MemoryStore {
    package func register(_ holders: [Registration]) throws(StoreFailure) {
        try inTransaction("register \(holders.count) cardholders") { transaction in
            for holder in holders { try holder.insert(transaction) }
        }
    }

    package func setKiosk(_ kiosk: KioskID, inService: Bool) throws(StoreFailure) {
        try inTransaction("set kiosk \(kiosk)") { transaction in
            try KioskRecord.set(kiosk, inService: inService, why: nil, transaction)
            if !inService { try StoreLife.settle(transaction) }
        }
    }

    /// Decides a committed case at the desk; false when it is none.
    package func settle(_ caseID: CaseID, asDelivered: Bool) throws(StoreFailure) -> Bool {
        try inTransaction("settle case \(caseID)") { transaction in
            guard let found = try CaseRecord.find(caseID, transaction), found.stage == .committed
            else { return false }
            try CaseEnding.settle(
                found, asDelivered: asDelivered, who: "desk", why: "simulated", transaction)
            return true
        }
    }

    /// A loss reported away from any kiosk, as on a phone; false when there is no card to stop.
    package func reportLoss(of account: AccountID) throws(StoreFailure) -> Bool {
        try inTransaction("report a loss") { transaction in
            guard let card = try CardRecord.usable(of: account, transaction) else { return false }
            try ReportLossRule.count(card, transaction)
            _ = try card.reportLost(transaction)
            return true
        }
    }

    /// Gives a lost card back that was found again; false when something is in the way.
    package func releaseCard(of account: AccountID) throws(StoreFailure) -> Bool {
        try inTransaction("release a card") { transaction in
            guard try ReleaseRule.obstacle(for: account, transaction) == nil else {
                transaction.count(.releaseRefused)
                return false
            }
            _ = try ReleaseRule.apply(to: account, who: "desk", why: "simulated", transaction)
            return true
        }
    }

    /// All rows as they are now.
    package func backup() -> MemoryBackup { MemoryBackup(rows: tables.rows) }

    /// Everything after the backup is gone, and a new life begins.
    package func restore(_ backup: MemoryBackup) throws(StoreFailure) {
        tables.rows = backup.rows
        try inTransaction("begin a new life of the store") { transaction in
            try StoreLife.begin(why: "restored from a backup", transaction)
        }
    }
}

/// The rows of a store in memory at one moment.
package struct MemoryBackup {
    let rows: MemoryRows
}
