package import CampusCard

extension Operator {
    /// Takes the use of a card that a terminal has authenticated: first use proves delivery.
    /// - Returns: what the terminal is to do with the card.
    package func cardUsed(
        _ uid: CardUID, at terminal: TerminalID
    ) throws(StoreFailure) -> StoreWord {
        try service.inTransaction("take the use of a card") { transaction in
            try CardUseRule.answer(uid, at: terminal, transaction)
        }
    }

    /// Takes a card whose UID was read in a bin, or elsewhere inside a machine: it was never handed out, or came back.
    /// - Returns: where its case stands now; nil for a card that no case made.
    package func cardFound(
        _ uid: CardUID, by who: String, where place: String
    ) throws(StoreFailure) -> (caseID: CaseID, standing: CaseStanding)? {
        try service.inTransaction("take a card that was found") { transaction in
            guard
                let caseID = try FoundCardRule.apply(uid, by: who, where: place, transaction)
            else { return nil }
            let found = try CaseRecord.require(caseID, transaction)
            return (caseID, try found.standing(transaction))
        }
    }
}
