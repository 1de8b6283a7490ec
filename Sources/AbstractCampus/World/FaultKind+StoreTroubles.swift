import CampusCard
import CampusFaults
import CentralStore

/// What "handled" means in tier A.
///
/// Its store is the real one: what the rules deal with, they count themselves. Its kiosks are the real core over
/// abstract devices, and a core is values that count nothing. There a fault is handled when the event that it led to was
/// taken by the core, or when the kiosk was back in order after it; the model marks that where it delivers the event.
extension FaultKind {
    /// What the store's rules count of it; nil for what the model marks.
    fileprivate var storeTroubles: [StoreTrouble]? {
        switch self {
        case .storeAnswersTwice: [.callRepeated, .eventRepeated]
        case .messagesReordered: [.callRepeated, .eventRepeated, .callTooLate]
        case .secondKiosk: [.caseGaveWay]
        case .lossReportedElsewhere: [.lossInCase]
        case .heldCaseReleased: [.suspectDecided]
        case .lostCardReleased: [.lostCardReleased, .releaseRefused]
        case _: nil
        }
    }
}

extension AbstractWorld {
    /// The faults as the injector counts them, and how often each was handled.
    var markedCounts: FaultCounts {
        let said = store.troubles
        var counts = faults.counts
        for kind in FaultKind.allCases {
            for trouble in kind.storeTroubles ?? [] { counts.handled(kind, times: said[trouble]) }
        }
        return counts
    }
}
