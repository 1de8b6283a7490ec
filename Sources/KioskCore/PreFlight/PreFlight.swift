/// What is known of the machine at one moment, for the question whether a case may start (K10).
package struct MachineFacts: Hashable, Sendable {
    package let recovered: Bool
    package let dispenser: DispenserStanding
    package let hopper: HopperLevel
    package let bin: BinLevel
    package let path: CardPosition
    package let readerPresent: Bool
    /// Blanks that the journal books in the hopper; nil when nobody has counted.
    package let bookedBlanks: Int?
    /// Cards that the bin still takes by the journal's count.
    package let bookedBinRoom: Int
    package let journalHasRoom: Bool
    package let clockSane: Bool
    /// The store answered within `PreFlight.storeAnswerAgeLimit`.
    package let storeAnswered: Bool
    /// The store said that it has not heard all kiosks since it was restored.
    package let storeReplaying: Bool
    /// The store has this kiosk in service.
    package let inService: Bool
    package let printerReady: Bool
    /// The store's sealing key is known, and the shelf for waiting loss reports has room.
    package let canKeepReports: Bool

    package init(
        recovered: Bool, dispenser: DispenserStanding, hopper: HopperLevel, bin: BinLevel,
        path: CardPosition, readerPresent: Bool, bookedBlanks: Int?, bookedBinRoom: Int,
        journalHasRoom: Bool, clockSane: Bool, storeAnswered: Bool, storeReplaying: Bool,
        inService: Bool,
        printerReady: Bool, canKeepReports: Bool
    ) {
        self.recovered = recovered
        self.dispenser = dispenser
        self.hopper = hopper
        self.bin = bin
        self.path = path
        self.readerPresent = readerPresent
        self.bookedBlanks = bookedBlanks
        self.bookedBinRoom = bookedBinRoom
        self.journalHasRoom = journalHasRoom
        self.clockSane = clockSane
        self.storeAnswered = storeAnswered
        self.storeReplaying = storeReplaying
        self.inService = inService
        self.printerReady = printerReady
        self.canKeepReports = canKeepReports
    }
}

/// How the dispenser stands.
package enum DispenserStanding: Hashable, Sendable, CaseIterable {
    case ready, gone, faulty, notCommissioned
}

/// The check before every case: no case starts that could not be undone (K10).
package enum PreFlight {
    /// The store's last answer may be this old.
    package static let storeAnswerAgeLimit: Duration = .seconds(10)
    /// The bin must take every blank of a case, and one card more.
    package static let binRoomRequired = BlankAttempt.limit + 1

    /// Every reason that stands, in the order of the enumeration; none when all is well.
    package static func reasons(_ facts: MachineFacts) -> [OutOfServiceReason] {
        OutOfServiceReason.allCases.filter { stands($0, facts) }
    }

    /// What the reasons leave possible.
    package static func readiness(
        _ reasons: [OutOfServiceReason], canKeepReports: Bool
    ) -> Readiness {
        Readiness(
            canReplace: !reasons.contains { $0.blocksReplacement },
            canReportLoss: !reasons.contains {
                $0.blocksLossReport(canKeepReports: canKeepReports)
            },
            canKeepReports: canKeepReports)
    }

    private static func stands(_ reason: OutOfServiceReason, _ facts: MachineFacts) -> Bool {
        let ready = facts.dispenser == .ready
        return switch reason {
        case .starting: !facts.recovered
        case .hopperEmpty: ready && facts.hopper == .empty
        case .hopperUnknown:
            ready && (facts.hopper == .unknown || (facts.bookedBlanks ?? 0) < 1)
                && facts.hopper != .empty
        case .binFull:
            ready && (facts.bin != .room || facts.bookedBinRoom < binRoomRequired)
        case .pathNotClear: ready && facts.path != .clear
        case .dispenserGone: facts.dispenser == .gone
        case .dispenserFault: facts.dispenser == .faulty
        case .dispenserNotCommissioned: facts.dispenser == .notCommissioned
        case .readerGone: !facts.readerPresent
        case .journalFull: !facts.journalHasRoom
        case .clockUntrusted: !facts.clockSane
        case .storeUnreachable: !facts.storeAnswered
        case .storeReplaying: facts.storeAnswered && facts.storeReplaying
        case .outOfServiceByOperator: facts.storeAnswered && !facts.inService
        case .printerOut: !facts.printerReady
        }
    }
}
