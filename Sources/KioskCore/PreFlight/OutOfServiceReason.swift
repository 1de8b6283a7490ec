/// Why the machine cannot replace cards, or can only do so without paper. Shown before anyone logs in (K10); each has
/// its text for students and for staff in both languages.
package enum OutOfServiceReason: String, Hashable, Sendable, Codable, CaseIterable {
    /// Recovery after a start is not over.
    case starting
    case hopperEmpty
    /// The journal and the hopper's sensors disagree, or nobody has counted it yet.
    case hopperUnknown
    case binFull
    /// A card lies in the path that belongs to no case.
    case pathNotClear
    case dispenserGone
    case dispenserFault
    /// The dispenser's identity matches no commissioned profile.
    case dispenserNotCommissioned
    case readerGone
    case journalFull
    case clockUntrusted
    case storeUnreachable
    /// The central store was restored from a backup and has not heard all kiosks yet.
    case storeReplaying
    case outOfServiceByOperator
    /// Receipts cannot be printed: everything else works.
    case printerOut

    /// Whether a replacement may still start.
    package var blocksReplacement: Bool {
        switch self {
        case .printerOut: false
        case .starting, .hopperEmpty, .hopperUnknown, .binFull, .pathNotClear, .dispenserGone,
            .dispenserFault, .dispenserNotCommissioned, .readerGone, .journalFull, .clockUntrusted,
            .storeUnreachable, .storeReplaying, .outOfServiceByOperator:
            true
        }
    }

    /// Whether a loss can no longer be reported. That needs the journal and the store, or a place where the report can
    /// wait for the store, and no device.
    package func blocksLossReport(canKeepReports: Bool) -> Bool {
        switch self {
        case .storeUnreachable: !canKeepReports
        case .starting, .journalFull, .outOfServiceByOperator: true
        case .hopperEmpty, .hopperUnknown, .binFull, .pathNotClear, .dispenserGone, .dispenserFault,
            .dispenserNotCommissioned, .readerGone, .clockUntrusted, .storeReplaying, .printerOut:
            false
        }
    }
}
