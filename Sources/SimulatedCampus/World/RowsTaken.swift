import CampusCard
import KioskPorts

/// What the rows say that one kiosk's journal has taken, boot after boot.
struct RowsTaken {
    /// The case that has begun and not ended.
    private(set) var openCase: CaseID?
    /// Movements without an end.
    private(set) var open: Set<Int64> = []
    private(set) var intents: [MovementKind: Int] = [:]
    private(set) var events = 0
    /// The cards that were bound, each with its case.
    private(set) var bound: [CardUID: CaseID] = [:]
    private(set) var boundTwice: [CardUID] = []
    /// Blanks that may bear an identity, and that the case which gave them up did not name.
    private(set) var forgottenBlanks: [CardUID] = []
    private(set) var count = 0
    /// Rows that are more than a start and its reasons.
    private(set) var deeds = 0
    /// The units of which, since they were last counted, the rows have said that something may be wrong with them.
    private(set) var differencesSaid: Set<StockUnit> = []
    private var uids: [CardRef: CardUID] = [:]
    /// The blanks of the case under way that may bear an identity.
    private var shown: Set<CardUID> = []

    mutating func take(_ entry: JournalEntry) {
        count += 1
        switch entry {
        case .started, .reasonRaised, .reasonCleared: return
        case .movementIntended(let id, let kind, _, _, _):
            open.insert(id.value)
            intents[kind, default: 0] += 1
        case .movementEnded(let id, let outcome, _, _):
            open.remove(id.value)
            if outcome == .unknown { differencesSaid = [.hopper, .bin] }
        case .cardBound(let card, let uid, let caseID, _):
            uids[card] = uid
            if bound.updateValue(caseID, forKey: uid) != nil { boundTwice.append(uid) }
        case .custodyChanged(_, .unaccounted): differencesSaid = [.hopper, .bin]
        case .unitCounted(let unit, _, _): differencesSaid.remove(unit)
        case .fact(let fact): take(fact)
        case .caseBegun(let id, _):
            openCase = id
            shown = []
        case .identityMayBeWritten(let card, _):
            if let uid = uids[card] { shown.insert(uid) }
        case .caseEnded: openCase = nil
        case .callSent, .callEnded, .cardIdentified, .checkpoint, .custodyChanged,
            .cardRecycled, .slipPrinted, .recovered:
            break
        }
        deeds += 1
    }

    private mutating func take(_ fact: KioskFact) {
        events += 1
        switch fact {
        case .stock(.difference(.hopper, _, _)): differencesSaid.insert(.hopper)
        // A card more in the bin came out of the hopper, or from outside.
        case .stock(.difference(.bin, _, _)): differencesSaid = [.hopper, .bin]
        case .stock(.unaccounted): differencesSaid = [.hopper, .bin]
        case .abandoned(_, _, let spoiled): forgottenBlanks += shown.subtracting(spoiled).sorted()
        case .stock, .delivered, .voided, .suspected, .noted: break
        }
    }
}
