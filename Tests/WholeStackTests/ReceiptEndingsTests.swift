import CampusCard
import CentralStore
import KioskCore
import KioskPorts
import KioskRuntime
import SimulatedCampus
import Simulator
import Testing

/// Goal: a receipt that fails changes nothing but the receipt (K16), and one that comes says what is true. Method: the
/// whole stack on virtual time, with a printer that fails in every way that a printer can.
@Suite(.serialized) struct ReceiptEndingsTests {
    private static let job = PrintJobID(7)
    private static let off = PrinterStatus(condition: .offline, reasons: [], message: "")

    /// One of each kind.
    static let faults: [PrinterFault] = [
        .notRendered(reason: "no room on the disk"), .notReady(off), .refused(reason: "no"),
        .unanswered(reason: "cut off"), .abandoned(job, reason: "aborted"),
        .unfinished(job, off, withdrawn: true), .unfinished(job, off, withdrawn: false),
    ]

    @Test("However a receipt fails, the card is taken and paid for", arguments: faults)
    func delivered(fault: PrinterFault) throws {
        let visit = try Visit()
        visit.campus.printer.fail(fault)
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        #expect(visit.campus.phase == .showing(.delivered, slip: .notPrinted))
        try visit.expect(visit.caseID, .delivered, .captured)
    }

    @Test(
        "Whether the slip was never sent or is lost, a card that was not taken is void and costs nothing",
        arguments: [faults[1], faults[6]])
    func notTaken(fault: PrinterFault) throws {
        let visit = try Visit { $0.person = .absent }
        visit.campus.printer.fail(fault)
        try visit.consent()
        #expect(try visit.outcome() == .notTaken)
        #expect(visit.campus.phase == .showing(.notTaken, slip: .notPrinted))
        try visit.expect(visit.caseID, .voided, .released)
    }

    @Test("A printer that never answers keeps nobody waiting, and its late paper changes nothing")
    func silentPrinter() throws {
        let visit = try Visit()
        visit.campus.printer.fallSilent()
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        let caseID = try visit.caseID
        #expect(visit.campus.phase == .showing(.delivered, slip: .notPrinted))
        visit.campus.printer.speak()
        visit.campus.pass(.seconds(1))
        #expect(visit.campus.printer.papers.count == 1)
        #expect(visit.campus.phase == .showing(.delivered, slip: .notPrinted))
        try visit.expect(caseID, .delivered, .captured)
    }

    @Test("The slip of a card that was not taken says that the fee is free again, if there was one")
    func notTakenSlip() throws {
        for (fee, money) in [
            (Money(fen: 2_000), MoneyOutcome.released(Money(fen: 2_000))), (.zero, .notCharged),
        ] {
            let visit = try Visit {
                $0.person = .absent
                $0.fee = fee
            }
            try visit.consent()
            #expect(try visit.outcome() == .notTaken)
            guard case .notTaken(let card)? = visit.campus.printer.papers.last?.content else {
                Issue.record("no slip of a card that was not taken")
                return
            }
            #expect(card.money == money)
            #expect(card.nextStep == .tryAgain)
        }
    }

    @Test("The slip of a case that the store did not see end promises the fee back, not that it is")
    func storeAwaySlip() throws {
        let visit = try Visit()
        try visit.consent()
        try visit.wait("feeding") { $0.name == "feeding" }
        visit.campus.network.goDown()
        #expect(try visit.outcome() == .abandoned(.storeUnanswered))
        guard case .problem(let problem)? = visit.campus.printer.papers.last?.content else {
            Issue.record("no slip of a problem")
            return
        }
        #expect(problem.money == .held(CampusSettings().fee))
        #expect(problem.card == .lostCardMaybeStopped)
        #expect(problem.nextStep == .tryLater)
    }
}
