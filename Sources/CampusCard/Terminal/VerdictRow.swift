/// The decision table of a terminal (and of the kiosk, which is one): the first row that matches
/// decides. The store's answer outranks list and flag; without it the flag decides, then the list.
///
/// | row | card | store | list | verdict |
/// |---|---|---|---|---|
/// | unreadable | not readable | any | any | refuse; nothing is written |
/// | deadInStore | readable | lost, cancelled | any | refuse, report; set the flag if it is clear |
/// | frozenInStore | readable | frozen | any | refuse, report |
/// | unknownToStore | readable | unknown | any | refuse, report |
/// | updated | flagged | good, released | any | update |
/// | goodInStore | clear | good, released | any | accept |
/// | flagged | flagged | offline | any | refuse |
/// | listed | clear | offline | stopped, not older than the stamp | refuse, report, set the flag |
/// | stamped | clear | offline | stopped, older than the stamp | accept |
/// | noList | clear | offline | none | refuse |
/// | free | clear | offline | free | accept |
package enum VerdictRow: String, Hashable, Sendable, CaseIterable {
    case unreadable, deadInStore, frozenInStore, unknownToStore, updated, goodInStore
    case flagged, listed, stamped, noList, free

    /// The row that decides.
    package static func deciding(_ presented: CardPresentation) -> VerdictRow {
        guard let row = allCases.first(where: { $0.matches(presented) }) else {
            preconditionFailure("the terminal's table has no row for \(presented)")
        }
        return row
    }

    package func matches(_ presented: CardPresentation) -> Bool {
        switch self {
        case .unreadable: presented.card == .notReadable
        case .deadInStore: presented.store == .lost || presented.store == .cancelled
        case .frozenInStore: presented.store == .frozen
        case .unknownToStore: presented.store == .unknown
        case .updated: presented.card == .flagged && presented.store != nil
        case .goodInStore: presented.store != nil
        case .flagged: presented.card == .flagged
        case .listed: presented.listing == .stoppedSinceStamp
        case .stamped: presented.listing == .stoppedBeforeStamp
        case .noList: presented.listing == .noList
        case .free: presented.listing == .free
        }
    }

    /// - Parameter presented: what the row was found for.
    package func verdict(on presented: CardPresentation) -> TerminalVerdict {
        let isClear = presented.card == .clear
        return switch self {
        case .unreadable: TerminalVerdict(.refuse(.notReadable))
        case .deadInStore, .listed:
            TerminalVerdict(.refuse(.stopped), setsFlag: isClear, isReported: true)
        case .frozenInStore: TerminalVerdict(.refuse(.frozen), isReported: true)
        case .unknownToStore: TerminalVerdict(.refuse(.unknownCard), isReported: true)
        case .updated: TerminalVerdict(.update)
        case .flagged: TerminalVerdict(.refuse(.mustBeUpdated))
        case .noList: TerminalVerdict(.refuse(.cannotTell))
        case .goodInStore, .stamped, .free: TerminalVerdict(.accept)
        }
    }
}

extension CardPresentation {
    /// What the terminal does.
    package var verdict: TerminalVerdict { VerdictRow.deciding(self).verdict(on: self) }
}
