import Testing

@testable import KioskCore

/// Goal: no case starts that could not be undone (K10). Method: from a machine in order, one fact is spoiled at a time.
@Suite struct PreFlightTests {
    /// A machine in order, but for what is passed.
    private func facts(
        recovered: Bool = true, dispenser: DispenserStanding = .ready,
        hopper: HopperLevel = .enough, bin: BinLevel = .room, path: CardPosition = .clear,
        reader: Bool = true, blanks: Int? = 1, binRoom: Int = PreFlight.binRoomRequired,
        journal: Bool = true, clock: Bool = true, store: Bool = true,
        replaying: Bool = false, inService: Bool = true,
        printer: Bool = true, keeps: Bool = false
    ) -> MachineFacts {
        MachineFacts(
            recovered: recovered, dispenser: dispenser, hopper: hopper, bin: bin, path: path,
            readerPresent: reader, bookedBlanks: blanks, bookedBinRoom: binRoom,
            journalHasRoom: journal, clockSane: clock, storeAnswered: store,
            storeReplaying: replaying,
            inService: inService, printerReady: printer, canKeepReports: keeps)
    }

    @Test("A machine in order has no reason and does both jobs")
    func inOrder() {
        #expect(PreFlight.reasons(facts()).isEmpty)
        #expect(
            PreFlight.readiness([], canKeepReports: false)
                == Readiness(canReplace: true, canReportLoss: true, canKeepReports: false))
    }

    @Test("Each spoiled fact has its reason, and only that")
    func oneReasonEach() {
        let table: [(MachineFacts, OutOfServiceReason)] = [
            (facts(recovered: false), .starting), (facts(hopper: .empty), .hopperEmpty),
            (facts(hopper: .unknown), .hopperUnknown), (facts(blanks: nil), .hopperUnknown),
            (facts(blanks: 0), .hopperUnknown), (facts(bin: .full), .binFull),
            (facts(bin: .unknown), .binFull), (facts(binRoom: 2), .binFull),
            (facts(path: .atReadPosition), .pathNotClear), (facts(path: .atExit), .pathNotClear),
            (facts(path: .unknown), .pathNotClear), (facts(dispenser: .gone), .dispenserGone),
            (facts(dispenser: .faulty), .dispenserFault),
            (facts(dispenser: .notCommissioned), .dispenserNotCommissioned),
            (facts(reader: false), .readerGone), (facts(journal: false), .journalFull),
            (facts(clock: false), .clockUntrusted), (facts(store: false), .storeUnreachable),
            (facts(replaying: true), .storeReplaying),
            (facts(inService: false), .outOfServiceByOperator),
            (facts(printer: false), .printerOut),
        ]
        for (spoiled, reason) in table { #expect(PreFlight.reasons(spoiled) == [reason]) }
        #expect(Set(table.map(\.1)) == Set(OutOfServiceReason.allCases))
    }

    @Test("A loss can be reported without stock, encoder or printer")
    func lossReportNeedsLittle() {
        let reasons = PreFlight.reasons(
            facts(dispenser: .gone, reader: false, printer: false))
        #expect(
            PreFlight.readiness(reasons, canKeepReports: false)
                == Readiness(canReplace: false, canReportLoss: true, canKeepReports: false))
    }

    @Test(
        "Without the store a loss can be reported where the report can wait for it",
        arguments: [true, false])
    func lossReportCanWait(keeps: Bool) {
        let readiness = PreFlight.readiness([.storeUnreachable], canKeepReports: keeps)
        #expect(!readiness.canReplace)
        #expect(readiness.canReportLoss == keeps)
        #expect(
            !PreFlight.readiness([.storeUnreachable, .journalFull], canKeepReports: keeps)
                .canReportLoss)
    }

    @Test("A printer without paper stops nothing")
    func printerOnlyDegrades() {
        #expect(PreFlight.readiness([.printerOut], canKeepReports: false).canReplace)
    }
}
