/// The kinds of row, by their names in the file. A name that was written once keeps its meaning for
/// ever.
enum RowKind: String, CaseIterable {
    case started, caseBegun, callSent, callEnded, movementIntended, movementEnded
    case cardIdentified, cardBound, checkpoint, identityMayBeWritten, custodyChanged, cardRecycled
    case fact, caseEnded, slipPrinted, unitCounted, reasonRaised, reasonCleared, recovered

    /// Whether rows of this kind move the sums of the stock.
    var changesStock: Bool {
        switch self {
        case .movementIntended, .movementEnded, .custodyChanged, .unitCounted: true
        case .started, .caseBegun, .callSent, .callEnded, .cardIdentified, .cardBound, .checkpoint,
            .identityMayBeWritten, .cardRecycled, .fact, .caseEnded, .slipPrinted, .reasonRaised,
            .reasonCleared, .recovered:
            false
        }
    }
}

/// How a call ended, by its name in the file.
enum CallEndName: String, Codable {
    case done, refused, unanswered
}

/// A custody, by its name in the file.
enum CustodyName: String, Codable {
    case path, exit, delivered, retained, writtenOff, unaccounted
}

/// A fact for the store, by its name in the file.
enum FactName: String, Codable {
    case delivered, voided, abandoned, suspected, stock, noted
}

/// A change in stock, by its name in the file.
enum StockChangeName: String, Codable {
    case fed, retained, unaccounted, counted, difference
}
