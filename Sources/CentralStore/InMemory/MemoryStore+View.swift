package import CampusCard

/// What a simulation sees of the store when it checks it.
extension MemoryStore {
    /// One case as it stands.
    package struct CaseFacts: Hashable, Sendable {
        package let stage: CaseStage
        package let fee: Money
        package let money: MoneyEnd
        package let hasEvidence: Bool
        package let uid: CardUID?
        package let hasOpenSuspect: Bool
    }

    package func facts(of id: CaseID) -> CaseFacts? {
        tables.rows.cases[id].map { facts($0) }
    }

    private func facts(_ row: CaseRow) -> CaseFacts {
        let id = row.record.id
        return CaseFacts(
            stage: row.record.stage, fee: row.record.fee, money: money(of: id),
            hasEvidence: row.proof != nil, uid: row.record.newUID,
            hasOpenSuspect: Suspects.Kind.allCases.contains {
                let suspect = tables.rows.suspects[SuspectKey(caseID: id, kind: $0)]
                return suspect != nil && suspect?.closing == nil
            })
    }

    private func money(of id: CaseID) -> MoneyEnd {
        switch tables.rows.transfers(of: id).last?.kind {
        case .hold: .held
        case .capture: .captured
        case .release: .released
        case .load, nil: .none
        }
    }

    /// Every case, in the order of ids.
    package func allCases() -> [(id: CaseID, facts: CaseFacts)] {
        tables.rows.cases.values.sorted { $0.record.id < $1.record.id }
            .map { ($0.record.id, facts($0)) }
    }

    /// Where a card stands, and whether the list stops it; nil for a UID without a card.
    package func card(_ uid: CardUID) -> (life: CardLife, lost: Bool, isListed: Bool)? {
        guard let card = tables.rows.cards[uid]?.card else { return nil }
        let newest = tables.rows.newestEntry[card.cardNumber]
        let stopped = newest.map { tables.rows.list[$0].entry.issues.stops(card.issueNumber) }
        return (card.life, card.lost, stopped ?? false)
    }

    /// The cards of an account that are usable, by the cards themselves and by no index.
    package func usableCards() -> [AccountID: Int] {
        var counts: [AccountID: Int] = [:]
        for bound in tables.rows.cards.values where bound.card.life.isUsable {
            counts[bound.card.account, default: 0] += 1
        }
        return counts
    }

    /// Usable cards that nobody lost, and that the list stops.
    package func goodAndStopped() -> [CardUID] {
        tables.rows.cards.values.map(\.card).filter { card in
            guard card.life.isUsable, !card.lost,
                let newest = tables.rows.newestEntry[card.cardNumber]
            else { return false }
            return tables.rows.list[newest].entry.issues.stops(card.issueNumber)
        }.map(\.uid).sorted()
    }

    /// The events taken from a journal, and whether each was applied.
    package func events(
        of kiosk: KioskID, _ epoch: JournalEpoch
    ) -> [(event: KioskEvent, isApplied: Bool)] {
        (tables.rows.events[EventStream(kiosk: kiosk, epoch: epoch)] ?? [])
            .map { ($0.event, $0.quarantined == nil) }
    }

    package func eventCount(of kiosk: KioskID, _ epoch: JournalEpoch) -> Int {
        tables.rows.events[EventStream(kiosk: kiosk, epoch: epoch)]?.count ?? 0
    }

    /// Whether all balances are what the transfers make them, and what is held is what live cases hold.
    package func moneyAddsUp() -> Bool {
        var sums: [String: Money] = [:]
        for transfer in tables.rows.transfers {
            sums[transfer.to, default: .zero] = sums[transfer.to, default: .zero] + transfer.amount
            sums[transfer.from, default: .zero] =
                sums[transfer.from, default: .zero] - transfer.amount
        }
        let live = tables.rows.cases.values.filter { $0.record.stage.isLive }
        let due = live.reduce(Money.zero) { $0 + $1.record.fee }
        let held = tables.rows.balances.filter { $0.key.hasPrefix("held:") }
            .values.reduce(Money.zero, +)
        return due == held
            && tables.rows.balances.allSatisfy { $0.value == sums[$0.key] ?? .zero }
    }

    /// How many rows there are of what matters, for a digest of a run.
    package func tally() -> [Int] {
        let rows = tables.rows
        let cash = rows.balances.values.reduce(Money.zero, +).fen
        return [
            rows.cases.count, rows.cards.count, rows.list.count, rows.transfers.count,
            rows.withheld.count, rows.suspects.count, rows.answers.count, Int(cash),
        ]
    }
}
