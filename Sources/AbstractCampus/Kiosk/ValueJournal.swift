import CampusCard
import Journal
import KioskCore
import KioskPorts

/// A kiosk's journal as values: what is durable, and the sums that are asked of it. It refuses what the real schema refuses.
struct ValueJournal {
    /// The rows since the open case began; recovery retells the case from them.
    private(set) var rowsOfCase: [JournalEntry] = []
    private(set) var open: CaseHistory?
    private(set) var openMovement: (id: MovementID, kind: MovementKind)?
    private(set) var lastMovement: Int64 = 0
    /// Every fact; the outbox is what lies behind the cursor.
    private(set) var facts: [KioskEvent] = []
    var acknowledged = 0
    /// The life of the store that was last heard of.
    private(set) var storeEpoch: StoreEpoch?
    private var custody: [CardRef: Custody] = [:]
    private var cardOfUID: [CardUID: CardRef] = [:]
    private(set) var lastWall: Int64 = 0
    private(set) var rowCount = 0

    // The sums of K6.
    private(set) var loaded = 0
    private(set) var remaining = 0
    private(set) var inPath = 0
    private(set) var delivered = 0
    private(set) var retained = 0
    private(set) var unaccounted = 0
    private(set) var inBin = 0

    /// Appends in one transaction.
    /// - Returns: the rule that the entries break; nil when all is well.
    mutating func append(_ entries: [JournalEntry], wall: Int64) -> String? {
        lastWall = max(lastWall, wall)
        for entry in entries {
            rowCount += 1
            if let broken = take(entry, wall: wall) { return broken }
        }
        return nil
    }

    /// The outbox begins again at `next`, or stays where it is when that is ahead of it.
    mutating func beginStoreLife(_ life: StoreEpoch, next: EventSequence) {
        storeEpoch = life
        acknowledged = min(acknowledged, Int(next.value) - 1)
    }

    var nextMovement: MovementID { MovementID(lastMovement + 1) }

    var outbox: ArraySlice<KioskEvent> { facts[acknowledged...] }

    /// Another card had this UID.
    func isWithheld(_ uid: CardUID, from card: CardRef) -> Bool {
        cardOfUID[uid].map { $0 != card } ?? false
    }

    /// The case that was left open, told from its rows as after a start.
    func unfinishedCase() -> UnfinishedCase? {
        guard let open else { return nil }
        var history = CaseHistory(open.caseID, open.job)
        for row in rowsOfCase.dropFirst() { history.take(row) }
        return history.unfinished
    }

    private mutating func take(_ entry: JournalEntry, wall: Int64) -> String? {
        switch entry {
        case .caseBegun(let id, let job):
            guard open == nil else { return "the case before has not ended" }
            open = CaseHistory(id, job)
            rowsOfCase = [entry]
            return nil
        case .caseEnded(let id, _):
            guard open?.caseID == id else { return "a case ended that was not open" }
            open = nil
            rowsOfCase = []
            return nil
        case .movementIntended(let id, let kind, _, _, _):
            guard openMovement == nil else { return "K7: the movement before has no outcome yet" }
            guard id.value == lastMovement + 1 else { return "K7: a movement takes a new number" }
            lastMovement = id.value
            openMovement = (id, kind)
        case .movementEnded(let id, _, _, _):
            guard openMovement?.id == id else { return "K7: an outcome needs its open intent" }
            openMovement = nil
        case .custodyChanged(let card, let place): move(card, to: place)
        case .cardIdentified(let card, let uid):
            if cardOfUID[uid] == nil { cardOfUID[uid] = card }
        case .unitCounted(let unit, let found, _): count(unit, found)
        case .fact(let fact):
            facts.append(
                KioskEvent(
                    sequence: EventSequence(Int64(facts.count) + 1), atMilliseconds: wall,
                    fact: fact))
        case .started, .callSent, .callEnded, .cardBound, .checkpoint, .identityMayBeWritten,
            .cardRecycled, .slipPrinted, .reasonRaised, .reasonCleared, .recovered:
            break
        }
        if open != nil { rowsOfCase.append(entry) }
        return nil
    }

    private mutating func move(_ card: CardRef, to place: Custody) {
        let before = custody.updateValue(place, forKey: card)
        switch before {
        case nil: remaining -= 1
        case .path, .exit: inPath -= 1
        case .delivered: delivered -= 1
        case .retained:
            retained -= 1
            inBin -= 1
        case .unaccounted: unaccounted -= 1
        case .writtenOff: break
        }
        switch place {
        case .path, .exit: inPath += 1
        case .delivered: delivered += 1
        case .retained:
            retained += 1
            inBin += 1
        case .unaccounted: unaccounted += 1
        case .writtenOff: break
        }
    }

    private mutating func count(_ unit: StockUnit, _ found: Int) {
        switch unit {
        case .hopper:
            loaded += found - remaining
            remaining = found
        case .bin: inBin = found
        }
    }

    /// K6 as a sum, never clamped.
    var addsUp: Bool { loaded == remaining + inPath + delivered + retained + unaccounted }
}
