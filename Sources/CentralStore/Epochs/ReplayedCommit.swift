import CampusCard

/// A commit that a restored store has not seen. The store's own note tells of it, or the kiosk, which
/// presents only what was committed: a card that left the machine, or may have, proves it.
enum ReplayedCommit {
    static func apply(
        _ found: CaseRecord, uid: CardUID, _ transaction: StoreTransaction
    ) throws {
        guard let card = try CardRecord.find(uid: uid, transaction) else {
            throw StoreFailure("a bound case has no card")
        }
        // Kiosks are heard in any order: a later card of the account may live by now.
        if let usable = try CardRecord.usable(of: card.account, transaction),
            usable.issueNumber > card.issueNumber
        {
            try card.move(to: .cancelled, transaction)
            try Replacements.book(
                card.account, at: transaction.now.wall, caseID: found.id, transaction)
            try found.committed(transaction)
        } else {
            // Another kiosk may have told of its loss before this one told of its issue.
            let isLost =
                try transaction.tables.newestEntry(of: card.cardNumber)?
                .issues.stops(card.issueNumber) == true
            try CommitRule.carryOut(found, card, transaction)
            if isLost { _ = try CardRecord.find(uid: uid, transaction)?.reportLost(transaction) }
        }
    }
}
