import CampusCard

/// Money: balances and the transfers between them.
protocol LedgerTables {
    func openBalance(_ name: String) throws
    func balance(_ name: String) throws -> Money
    func transfers(of caseID: CaseID) throws -> [TransferKind]
    func insert(_ transfer: TransferRow) throws
}

/// An amount on its way from one ledger account to another.
struct TransferRow {
    let id: String
    let at: Int64
    let kind: TransferKind
    let from: String
    let to: String
    let amount: Money
    let caseID: CaseID?

    /// Each case has one hold and one end: capture and release are the same leg (K5).
    var leg: String? {
        switch kind {
        case .load: nil
        case .hold: "hold"
        case .capture, .release: "end"
        }
    }
}
