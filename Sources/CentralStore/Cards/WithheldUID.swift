import CampusCard
import GRDB

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
        try transaction.run(
            """
            INSERT INTO withheld_uid VALUES (:campus, :uid, :why, :case, :at)
            ON CONFLICT DO NOTHING
            """,
            [
                "uid": uid.description, "why": reason.rawValue, "case": caseID?.text,
                "at": transaction.now.wall,
            ])
    }

    static func contains(_ uid: CardUID, _ transaction: StoreTransaction) throws -> Bool {
        try transaction.row(
            "SELECT 1 FROM withheld_uid WHERE campus = :campus AND uid = :uid",
            ["uid": uid.description]) != nil
    }
}
