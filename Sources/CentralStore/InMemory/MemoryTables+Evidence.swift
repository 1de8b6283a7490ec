import CampusCard

extension MemoryTables {
    func keep(_ evidence: Evidence, of caseID: CaseID, at wall: Int64) throws {
        let key = EvidenceKey(
            caseID: caseID, kind: evidence.kind, fate: evidence.fate, source: evidence.source)
        guard rows.evidence[key] == nil else { return }
        rows.evidence[key] = KeptEvidence(note: evidence.note, at: wall)
        onUndo { $0.evidence[key] = nil }
    }

    func isSuspect(_ caseID: CaseID, _ kind: Suspects.Kind) throws -> Bool {
        guard let suspect = rows.suspects[SuspectKey(caseID: caseID, kind: kind)] else {
            return false
        }
        return suspect.closing == nil
    }

    func caseOfCard(_ uid: CardUID) throws -> CaseRecord? {
        guard let id = rows.cards[uid]?.caseID, let record = rows.cases[id]?.record,
            record.newUID == uid
        else { return nil }
        return record
    }

    func caseBound(to uid: CardUID) throws -> CaseID? { rows.cards[uid]?.caseID }
}

/// The bins of kiosks.
extension MemoryTables {
    func binBooks(of journal: EventStream) throws -> BinBooks? { rows.binBooks[journal] }

    func set(_ books: BinBooks, of journal: EventStream) throws {
        let old = rows.binBooks[journal]
        rows.binBooks[journal] = books
        onUndo { $0.binBooks[journal] = old }
    }

    func keep(_ card: UnplacedCard, in journal: EventStream) throws {
        guard rows.unplaced[journal]?[card.card] == nil else { return }
        rows.unplaced[journal, default: [:]][card.card] = card
        onUndo { $0.unplaced[journal]?[card.card] = nil }
    }

    func unplacedCards(in journal: EventStream) throws -> [UnplacedCard] {
        (rows.unplaced[journal] ?? [:]).values.sorted { $0.card < $1.card }
    }

    func place(card: CardRef, in journal: EventStream) throws {
        guard let old = rows.unplaced[journal]?[card] else { return }
        rows.unplaced[journal]?[card] = nil
        onUndo { $0.unplaced[journal, default: [:]][card] = old }
    }

    func place(uid: CardUID) throws {
        let before = rows.unplaced
        guard before.values.contains(where: { $0.values.contains { $0.uid == uid } }) else {
            return
        }
        for journal in before.keys {
            rows.unplaced[journal] = before[journal]?.filter { $0.value.uid != uid }
        }
        onUndo { $0.unplaced = before }
    }

    func placeAll(in journal: EventStream) throws {
        guard let old = rows.unplaced[journal], !old.isEmpty else { return }
        rows.unplaced[journal] = [:]
        onUndo { $0.unplaced[journal] = old }
    }
}
