import CampusCard
import KioskPorts

/// An entry taken apart into the columns of its row.
struct RowContent: Hashable {
    /// The format of the rows that this software writes.
    static let version = 1

    let kind: RowKind
    let caseID: CaseID?
    let body: RowBody

    init(_ kind: RowKind, _ caseID: CaseID? = nil, _ body: RowBody = RowBody()) {
        self.kind = kind
        self.caseID = caseID
        self.body = body
    }

    init(_ entry: JournalEntry) {
        self =
            switch entry {
            case .started(let software): RowContent(.started, nil, RowBody(software: software))
            case .caseBegun(let id, let job): RowContent(.caseBegun, id, RowBody(job: job))
            case .callSent(let id, let call, let attempt):
                RowContent(.callSent, id, RowBody(call: call, attempt: attempt))
            case .callEnded(let id, let call, let attempt, let end):
                Self.callEnded(id, call, attempt, end)
            case .movementIntended(let id, let motion, let card, let caseID, let binCount):
                RowContent(
                    .movementIntended, caseID,
                    RowBody(movement: id, motion: motion, binCount: binCount, card: card))
            case .movementEnded(let id, let outcome, let path, let binCount):
                RowContent(
                    .movementEnded, nil,
                    RowBody(movement: id, outcome: outcome, path: path, binCount: binCount))
            case .cardIdentified(let card, let uid):
                RowContent(.cardIdentified, nil, RowBody(card: card, uid: uid))
            case .cardBound(let card, let uid, let id, let issueNumber):
                RowContent(.cardBound, id, RowBody(card: card, uid: uid, issueNumber: issueNumber))
            case .checkpoint(let card, let id, let step):
                RowContent(.checkpoint, id, RowBody(card: card, step: step))
            case .identityMayBeWritten(let card, let id):
                RowContent(.identityMayBeWritten, id, RowBody(card: card))
            case .custodyChanged(let card, let custody): Self.custodyChanged(card, custody)
            case .cardRecycled(let uid, let by):
                RowContent(.cardRecycled, nil, RowBody(uid: uid, by: by))
            case .fact(let fact): Self.fact(fact)
            case .caseEnded(let id, let ending):
                RowContent(.caseEnded, id, RowBody(ending: ending))
            case .slipPrinted(let id, let slip, let printed):
                RowContent(.slipPrinted, id, RowBody(slip: slip, printed: printed))
            case .unitCounted(let unit, let found, let by):
                RowContent(.unitCounted, nil, RowBody(unit: unit, found: found, by: by))
            case .reasonRaised(let reason):
                RowContent(.reasonRaised, nil, RowBody(reason: reason))
            case .reasonCleared(let reason):
                RowContent(.reasonCleared, nil, RowBody(reason: reason))
            case .recovered(let id, let row): RowContent(.recovered, id, RowBody(row: row))
            }
    }

    private static func callEnded(
        _ id: CaseID, _ call: StoreCallName, _ attempt: Int, _ end: CallEnd
    ) -> RowContent {
        var body = RowBody(call: call, attempt: attempt)
        switch end {
        case .done: body.end = .done
        case .unanswered: body.end = .unanswered
        case .refused(let refusal):
            body.end = .refused
            body.refusal = refusal
        }
        return RowContent(.callEnded, id, body)
    }

    private static func custodyChanged(_ card: CardRef, _ custody: Custody) -> RowContent {
        let (name, possible) = custody.stored
        return RowContent(
            .custodyChanged, nil, RowBody(card: card, custody: name, possible: possible))
    }
}

extension Custody {
    /// Its name in the file, and the places that go with it.
    var stored: (name: CustodyName, possible: [CardPlace]?) {
        switch self {
        case .path: (.path, nil)
        case .exit: (.exit, nil)
        case .delivered: (.delivered, nil)
        case .retained: (.retained, nil)
        case .writtenOff: (.writtenOff, nil)
        case .unaccounted(let possible): (.unaccounted, possible)
        }
    }

    /// The custody that a name in the file stands for.
    init(_ name: CustodyName, possible: [CardPlace]?) throws(RowFormatFault) {
        switch name {
        case .path: self = .path
        case .exit: self = .exit
        case .delivered: self = .delivered
        case .retained: self = .retained
        case .writtenOff: self = .writtenOff
        case .unaccounted:
            guard let possible else {
                throw RowFormatFault("an unaccounted card has no list of possible places")
            }
            self = .unaccounted(possible: possible)
        }
    }
}
