import CampusCard

/// What the schema refuses in SQLite, asked of memory as well: a rule that runs into one of these has broken what it
/// promised, and a simulation that sees one has found a break. Each text begins with the name of its invariant.
extension MemoryTables {
    func guardInsertion(of card: CardRecord, boundTo caseID: CaseID?) throws {
        try require(rows.cards[card.uid] == nil, "K8: a UID has one card, for ever")
        if let withheld = rows.withheld[card.uid] {
            let isKeptOut = rows.conflicts.contains {
                !$0.isClosed && $0.row.caseID != nil && $0.row.caseID == caseID
            }
            try require(
                withheld.reason == .retained && withheld.caseID == nil && isKeptOut,
                "K8: the UID is withheld")
        }
        if card.life.isUsable { try guardUsable(card) }
    }

    func guardLife(_ life: CardLife, of uid: CardUID) throws {
        guard let card = rows.cards[uid]?.card else { return }
        try require(
            life == card.life || card.life.leads(to: life), "K2: a card never goes back in its life"
        )
        if life.isUsable, !card.life.isUsable { try guardUsable(card) }
    }

    private func guardUsable(_ card: CardRecord) throws {
        try require(rows.usable[card.account] == nil, "K2: the old card is not cancelled")
    }

    func guardStage(_ old: CaseStage, _ new: CaseStage) throws {
        try require(old == new || old.leads(to: new), "K5: a case that ended stays ended")
    }

    func guardTransfer(_ transfer: TransferRow) throws {
        guard let caseID = transfer.caseID, let leg = transfer.leg else { return }
        let earlier = rows.transfers(of: caseID)
        try require(!earlier.contains { $0.leg == leg }, "K5: a leg of money twice for a case")
        guard leg == "end" else { return }
        let hold = earlier.first { $0.leg == "hold" }
        try require(
            hold?.amount == transfer.amount && hold?.to == transfer.from,
            "K4: the end of money without its hold")
        try require(
            transfer.kind == .release || rows.cases[caseID]?.proof != nil,
            "K4: a capture without evidence")
    }

    func guardBalance(_ balance: Money) throws {
        try require(balance >= .zero, "K5: a balance below zero")
    }

    func guardListVersion(_ version: ListVersion) throws {
        try require(
            version > rows.list.last?.entry.version ?? ListVersion(0),
            "K1: a list version only grows")
    }

    func guardSequence(_ sequence: EventSequence, _ taken: Int) throws {
        try require(sequence.value == Int64(taken) + 1, "K12: events are taken one by one")
    }

    private func require(_ holds: Bool, _ rule: String) throws {
        guard holds else { throw StoreFailure(rule) }
    }
}

extension MemoryRows {
    func transfers(of caseID: CaseID) -> [TransferRow] {
        (transfersOfCase[caseID] ?? []).map { transfers[$0] }
    }
}

extension CardLife {
    fileprivate func leads(to next: CardLife) -> Bool {
        switch self {
        case .issuing: next == .inDelivery || next == .cancelled
        case .inDelivery: next == .active || next == .cancelled
        case .active: next == .cancelled || next == .expired
        case .blank, .cancelled, .expired: false
        }
    }
}

extension CaseStage {
    fileprivate func leads(to next: CaseStage) -> Bool {
        switch self {
        case .opened: next == .bound || next == .abandoned || next == .voided
        case .bound: next == .committed || next == .abandoned || next == .voided
        case .committed: next == .delivered || next == .voided
        case .abandoned: next == .voided
        case .unheard, .delivered, .voided: false
        }
    }
}
