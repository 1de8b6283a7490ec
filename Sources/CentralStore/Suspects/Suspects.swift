import CampusCard

/// Cases whose outcome is not known, or whose kiosk says something that cannot be.
enum Suspects {
    /// What is not known.
    enum Kind: String, CaseIterable {
        /// Whether the student has the card. Evidence resolves it, or a person.
        case delivery
        /// The card was delivered or used after its hold was released: a person decides, money
        /// moves no second time.
        case lateDelivery
        /// The events of a kiosk contradict the store, for example a delivery without a commit.
        case contradiction
    }

    /// Opens a suspect; one that is known already stays as it is.
    static func open(
        _ caseID: CaseID, _ kind: Kind, note: String, _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.openSuspect(caseID, kind, note: note, at: transaction.now.wall)
    }

    /// Closes a suspect, if there is one.
    static func resolve(
        _ caseID: CaseID, _ kind: Kind, as resolution: String, who: String?,
        _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.closeSuspect(
            caseID, kind, as: resolution, who: who, at: transaction.now.wall)
    }
}
