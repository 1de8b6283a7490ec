import CampusCard

extension MemoryTables {
    func openBalance(_ name: String) throws {
        rows.balances[name] = .zero
        onUndo { $0.balances[name] = nil }
    }

    func balance(_ name: String) throws -> Money {
        guard let balance = rows.balances[name] else {
            throw StoreFailure("a query for a number returned no row")
        }
        return balance
    }

    func transfers(of caseID: CaseID) throws -> [TransferKind] {
        rows.transfers(of: caseID).map(\.kind)
    }

    func insert(_ transfer: TransferRow) throws {
        try guardTransfer(transfer)
        rows.transfers.append(transfer)
        onUndo { $0.transfers.removeLast() }
        if let caseID = transfer.caseID {
            rows.transfersOfCase[caseID, default: []].append(rows.transfers.count - 1)
            onUndo { $0.transfersOfCase[caseID]?.removeLast() }
        }
        try move(-transfer.amount, transfer.from)
        try move(transfer.amount, transfer.to)
    }

    /// The accounts of the school are sums over transfers and have no balance of their own.
    private func move(_ amount: Money, _ name: String) throws {
        guard let old = rows.balances[name] else { return }
        try guardBalance(old + amount)
        rows.balances[name] = old + amount
        onUndo { $0.balances[name] = old }
    }
}
