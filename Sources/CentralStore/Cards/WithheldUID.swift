import CampusCard

/// UIDs that are never issued again (K8).
enum WithheldUID {
    /// Why a UID is withheld.
    enum Reason: String {
        /// The card lies in a bin.
        case retained
        /// An identity write may have happened on it.
        case spoiled
    }

    /// Withholds a UID; the first reason stays.
    static func withhold(
        _ uid: CardUID, _ reason: Reason, caseID: CaseID?, _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.withhold(uid, reason, caseID: caseID, at: transaction.now.wall)
    }

    static func contains(_ uid: CardUID, _ transaction: StoreTransaction) throws -> Bool {
        try transaction.tables.whyWithheld(uid) != nil
    }

    /// Whether it may bear an identity that no case issued. One that a bin holds may have been issued before it went there.
    static func isSpoiled(_ uid: CardUID, _ transaction: StoreTransaction) throws -> Bool {
        try transaction.tables.whyWithheld(uid) == .spoiled
    }
}
