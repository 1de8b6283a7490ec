import CampusCard

extension MemoryTables {
    func insert(_ card: CardRecord, boundTo caseID: CaseID?) throws {
        try guardInsertion(of: card, boundTo: caseID)
        rows.cards[card.uid] = BoundCard(card: card, caseID: caseID)
        onUndo { $0.cards[card.uid] = nil }
        if let caseID {
            rows.cardsOfCase[caseID, default: []].append(card.uid)
            onUndo { $0.cardsOfCase[caseID]?.removeLast() }
        }
        if card.life.isUsable { setUsable(card.uid, of: card.account) }
    }

    func card(_ uid: CardUID) throws -> CardRecord? { rows.cards[uid]?.card }

    func usableCard(of account: AccountID) throws -> CardRecord? {
        rows.usable[account].flatMap { rows.cards[$0]?.card }
    }

    func issuingCards(of caseID: CaseID) throws -> [CardRecord] {
        // Issue numbers only grow, so the order of binding is their order.
        (rows.cardsOfCase[caseID] ?? []).compactMap { rows.cards[$0]?.card }
            .filter { $0.life == .issuing }
    }

    func set(_ life: CardLife, of card: CardRecord) throws {
        try guardLife(life, of: card.uid)
        change(card.uid) { $0.life = life }
        if life.isUsable {
            setUsable(card.uid, of: card.account)
        } else if rows.usable[card.account] == card.uid {
            setUsable(nil, of: card.account)
        }
    }

    func set(_ flags: CardFlags, of card: CardRecord) throws {
        change(card.uid) { $0.flags = flags }
    }

    func set(_ write: CardWrite, of card: CardRecord) throws {
        change(card.uid) { $0.write = write }
    }

    func isIssued(_ issue: IssueNumber, of card: CardNumber) throws -> Bool {
        rows.cards.values.contains {
            $0.card.cardNumber == card && $0.card.issueNumber == issue
        }
    }

    private func change(_ uid: CardUID, _ body: (inout CardRecord) -> Void) {
        guard let old = rows.cards[uid] else { return }
        var new = old
        body(&new.card)
        rows.cards[uid] = new
        onUndo { $0.cards[uid] = old }
    }

    private func setUsable(_ uid: CardUID?, of account: AccountID) {
        let old = rows.usable[account]
        rows.usable[account] = uid
        onUndo { $0.usable[account] = old }
    }
}

/// Withheld UIDs and the list.
extension MemoryTables {
    func withhold(
        _ uid: CardUID, _ reason: WithheldUID.Reason, caseID: CaseID?, at wall: Int64
    ) throws {
        guard rows.withheld[uid] == nil else { return }
        rows.withheld[uid] = WithheldRow(reason: reason, caseID: caseID, at: wall)
        onUndo { $0.withheld[uid] = nil }
    }

    func whyWithheld(_ uid: CardUID) throws -> WithheldUID.Reason? { rows.withheld[uid]?.reason }

    func newestVersion() throws -> ListVersion {
        let floor = rows.lives.map(\.listFloor).max() ?? 0
        return max(rows.list.last?.entry.version ?? ListVersion(0), ListVersion(UInt32(floor)))
    }

    func newestEntry(of card: CardNumber) throws -> StopEntry? {
        rows.newestEntry[card].map { rows.list[$0].entry }
    }

    func isListed(_ version: ListVersion, of card: CardNumber) throws -> Bool {
        rows.list.contains { $0.entry.version == version && $0.entry.card == card }
    }

    func publish(_ entry: StopEntry, at wall: Int64) throws {
        try guardListVersion(entry.version)
        let old = rows.newestEntry.updateValue(rows.list.count, forKey: entry.card)
        rows.list.append(ListedEntry(entry: entry, at: wall))
        onUndo {
            $0.newestEntry[entry.card] = old
            $0.list.removeLast()
        }
    }

    func keep(_ release: ReleaseRow, at wall: Int64) throws {
        rows.releases.append(KeptRelease(row: release, at: wall))
        onUndo { $0.releases.removeLast() }
    }
}

/// A release, and when it was decided.
struct KeptRelease {
    let row: ReleaseRow
    let at: Int64
}
