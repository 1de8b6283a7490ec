import CampusCard

extension MemoryTables {
    func insert(_ quote: QuoteRow) throws {
        rows.quotes[quote.id] = quote
        rows.nothingEndsBefore = min(rows.nothingEndsBefore, quote.endsTick)
        onUndo { $0.quotes[quote.id] = nil }
    }

    func quote(_ id: QuoteID) throws -> QuoteRow? { rows.quotes[id] }

    func use(_ id: QuoteID, for caseID: CaseID) throws {
        guard let old = rows.quotes[id] else { return }
        rows.quotes[id]?.usedBy = caseID
        onUndo { $0.quotes[id] = old }
    }

    func unusedWaiver(of account: AccountID) throws -> String? {
        rows.waivers.filter { $0.account == account && $0.usedBy == nil }
            .min { ($0.at, $0.id) < ($1.at, $1.id) }?.id
    }

    func insert(_ waiver: WaiverRow) throws {
        rows.waivers.append(waiver)
        onUndo { $0.waivers.removeLast() }
    }

    func use(waiver: String, for caseID: CaseID) throws {
        change(caseID) { $0.id == waiver }
    }

    func hasUsedWaiver(_ caseID: CaseID) throws -> Bool {
        rows.waivers.contains { $0.usedBy == caseID }
    }

    func giveBackWaivers(of caseID: CaseID) throws {
        change(nil) { $0.usedBy == caseID }
    }

    private func change(_ usedBy: CaseID?, where fits: (WaiverRow) -> Bool) {
        for index in rows.waivers.indices where fits(rows.waivers[index]) {
            let old = rows.waivers[index].usedBy
            rows.waivers[index].usedBy = usedBy
            onUndo { $0.waivers[index].usedBy = old }
        }
    }
}
