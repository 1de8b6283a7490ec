import CampusCard
import KioskPorts

extension RowContent {
    /// Reads the columns of a stored row.
    /// - Throws: when the format is newer than this software, or a value is missing or unknown.
    init(version: Int, kind: String, caseID: String?, body: String) throws(RowFormatFault) {
        guard version == Self.version else {
            throw RowFormatFault(
                "the row has format \(version), this software reads format \(Self.version)")
        }
        guard let kind = RowKind(rawValue: kind) else {
            throw RowFormatFault("no kind of row is called '\(kind)'")
        }
        let id = caseID.flatMap(CaseID.parse)
        guard (id == nil) == (caseID == nil) else {
            throw RowFormatFault("the row's case is not an identifier")
        }
        self.init(kind, id, try RowBody.parse(body))
    }

    /// The case that the kind of row cannot do without.
    func requiredCase() throws(RowFormatFault) -> CaseID {
        guard let caseID else { throw RowFormatFault("a row of kind \(kind.rawValue) has no case") }
        return caseID
    }

    /// The entry that the row stands for: the inverse of `init(_ entry:)`.
    func entry() throws(RowFormatFault) -> JournalEntry {
        switch kind {
        case .started: .started(software: try body.required(\.software))
        case .caseBegun: .caseBegun(try requiredCase(), try body.required(\.job))
        case .callSent:
            .callSent(
                try requiredCase(), try body.required(\.call), attempt: try body.required(\.attempt)
            )
        case .callEnded:
            .callEnded(
                try requiredCase(), try body.required(\.call),
                attempt: try body.required(\.attempt), try callEnd())
        case .movementIntended:
            .movementIntended(
                try body.required(\.movement), try body.required(\.motion), card: body.card,
                caseID: caseID, binCount: body.binCount)
        case .movementEnded:
            .movementEnded(
                try body.required(\.movement), try body.required(\.outcome),
                path: try body.required(\.path), binCount: body.binCount)
        case .cardIdentified:
            .cardIdentified(try body.required(\.card), try body.required(\.uid))
        case .cardBound:
            .cardBound(
                try body.required(\.card), try body.required(\.uid), try requiredCase(),
                try body.required(\.issueNumber))
        case .checkpoint:
            .checkpoint(
                try body.required(\.card), try requiredCase(), step: try body.required(\.step))
        case .identityMayBeWritten:
            .identityMayBeWritten(try body.required(\.card), try requiredCase())
        case .custodyChanged:
            .custodyChanged(
                try body.required(\.card),
                try Custody(try body.required(\.custody), possible: body.possible))
        case .cardRecycled:
            .cardRecycled(try body.required(\.uid), by: try body.required(\.by))
        case .fact: .fact(try fact())
        case .caseEnded: .caseEnded(try requiredCase(), ending: try body.required(\.ending))
        case .slipPrinted:
            .slipPrinted(
                try requiredCase(), try body.required(\.slip), printed: try body.required(\.printed)
            )
        case .unitCounted:
            .unitCounted(
                try body.required(\.unit), found: try body.required(\.found),
                by: try body.required(\.by))
        case .reasonRaised: .reasonRaised(try body.required(\.reason))
        case .reasonCleared: .reasonCleared(try body.required(\.reason))
        case .recovered: .recovered(caseID, row: try body.required(\.row))
        }
    }

    private func callEnd() throws(RowFormatFault) -> CallEnd {
        switch try body.required(\.end) {
        case .done: .done
        case .refused: .refused(try body.required(\.refusal))
        case .unanswered: .unanswered
        }
    }
}
