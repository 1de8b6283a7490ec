package import CampusCard

extension Operator {
    /// Gives a student's lost card back that was found again.
    /// - Returns: the list version from which terminals take it, those excepted that hold an older list.
    package func releaseCard(
        of number: StudentNumber, who: String, why: String
    ) throws(StoreFailure) -> ListVersion {
        try service.inTransaction("release the card of student \(number)") { transaction in
            let account = try Self.holder(number, transaction).account
            if let obstacle = try ReleaseRule.obstacle(for: account, transaction) {
                transaction.count(.releaseRefused)
                throw StoreFailure(obstacle.words)
            }
            return try ReleaseRule.apply(to: account, who: who, why: why, transaction)
        }
    }
}

extension ReleaseRule.Obstacle {
    /// What is in the way, and what to do.
    fileprivate var words: String {
        switch self {
        case .noCard: "the account has no card that lives; a kiosk gives it a new one"
        case .notLost: "its card is not reported lost, and needs no release"
        case .caseOpen: "a replacement is under way; let it end, or cancel it at the kiosk"
        }
    }
}
