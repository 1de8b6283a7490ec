import Foundation
import KioskPorts
import Receipts
import Testing

/// Against ippeveprinter of CUPS, a real printer but for the paper.
@Suite("Printing to an IPP printer", .serialized, .timeLimit(.minutes(2)))
struct IPPPrinterTests {
    private let documents: ReceiptDocuments
    private let folder: TemporaryFolder
    private let receipt = ReceiptFixtures.receipt(ReceiptFixtures.contents[0])

    init() throws {
        folder = try TemporaryFolder()
        documents = ReceiptDocuments(folder: folder.path, wording: try ReceiptFixtures.wording())
    }

    private func driver(
        _ destination: PrinterDestination, limits: IPPLimits = .standard,
        jobLimit: Duration = CUPSReceiptPrinter.jobLimit
    ) throws -> CUPSReceiptPrinter {
        try #require(
            CUPSReceiptPrinter(
                destination: destination, documents: documents, clock: RealClock(),
                limits: limits, jobLimit: jobLimit))
    }

    private func fault(of printer: CUPSReceiptPrinter) async throws -> PrinterFault {
        try #require(
            await #expect(throws: PrinterFault.self) {
                try await printer.print(receipt, jobName: "receipt")
            })
    }

    @Test("A receipt is printed as it was drawn")
    func receiptsArePrinted() async throws {
        let machine = try await RunningPrinter()
        let printer = try driver(machine.destination)
        #expect(await printer.status().condition == .ready)
        let first = try await printer.print(receipt, jobName: "receipt")
        let second = try await printer.print(receipt, jobName: String(repeating: "名", count: 400))
        #expect(first.job != second.job)
        let document = try Data(contentsOf: URL(fileURLWithPath: first.path))
        #expect(try machine.printed() == [document, document])
    }

    @Test("A printer that knows no rolls prints the receipt on what it has")
    func otherPaper() async throws {
        let machine = try await RunningPrinter(paper: .letter)
        let printer = try driver(machine.destination)
        _ = try await printer.print(receipt, jobName: "receipt")
        #expect(try machine.printed().count == 1)
    }

    @Test(
        "A fault is known before a job is sent, and gone with its cause",
        arguments: [
            (RunningPrinter.Fault.paperOut, PrinterCondition.paperOut), (.coverOpen, .coverOpen),
        ])
    func faultsAreKnown(fault: RunningPrinter.Fault, condition: PrinterCondition) async throws {
        let machine = try await RunningPrinter()
        let printer = try driver(machine.destination)
        try machine.set(fault)
        try await until("the printer is \(condition)") {
            await printer.status().condition == condition
        }
        guard case .notReady(let status) = try await self.fault(of: printer) else {
            Issue.record("the job was sent")
            return
        }
        #expect(status.condition == condition)
        #expect(!status.reasons.isEmpty)
        try machine.clear(fault)
        try await until("the printer is ready") { await printer.status().condition == .ready }
        _ = try await printer.print(receipt, jobName: "receipt")
        #expect(try machine.printed().count == 1)
    }

    @Test("A printer that is low on paper prints")
    func lowPaperPrints() async throws {
        let machine = try await RunningPrinter()
        let printer = try driver(machine.destination)
        try machine.set(.paperLow)
        try await until("paper is low") { await printer.status().condition == .paperLow }
        _ = try await printer.print(receipt, jobName: "receipt")
    }

    @Test("Paper that runs out under a job ends it, and the slip does not come out later")
    func paperRunsOutMeanwhile() async throws {
        let machine = try await RunningPrinter()
        let printer = try driver(machine.destination)
        try machine.set(.hold)
        async let outcome = fault(of: printer)
        try await until("the job is in the printer") { machine.isBusy }
        try machine.set(.paperOut)
        guard case .unfinished(_, let status, let withdrawn) = try await outcome else {
            Issue.record("the job was not ended")
            return
        }
        #expect(status.condition == .paperOut)
        #expect(withdrawn)
        try machine.clear(.hold)
        try machine.clear(.paperOut)
        try await until("the printer is idle") { !machine.isBusy }
        #expect(try machine.printed().isEmpty)
    }

    @Test("A job that is only being processed does not count as printed")
    func processingIsNotPrinted() async throws {
        let machine = try await RunningPrinter()
        let printer = try driver(machine.destination, jobLimit: .seconds(1))
        try machine.set(.hold)
        guard case .unfinished(_, let status, let withdrawn) = try await fault(of: printer) else {
            Issue.record("the job was not ended")
            return
        }
        #expect(status.condition == .ready)
        #expect(withdrawn)
    }

    @Test("A job that the printer gives up is not printed")
    func givenUpJobs() async throws {
        let machine = try await RunningPrinter()
        let printer = try driver(machine.destination)
        try machine.set(.refuse)
        guard case .abandoned(_, let reason) = try await fault(of: printer) else {
            Issue.record("the job was not given up")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test("A printer that is switched off under a job is offline, and prints when it is back")
    func switchedOffMeanwhile() async throws {
        let machine = try await RunningPrinter()
        let printer = try driver(machine.destination)
        try machine.set(.hold)
        async let outcome = fault(of: printer)
        try await until("the job is in the printer") { machine.isBusy }
        machine.stop()
        guard case .unfinished(_, let status, let withdrawn) = try await outcome else {
            Issue.record("the job was not ended")
            return
        }
        #expect(status.condition == .offline)
        #expect(!withdrawn)
        guard case .notReady(let off) = try await fault(of: printer) else {
            Issue.record("a printer that is off was sent a job")
            return
        }
        #expect(off.condition == .offline)
        try machine.clear(.hold)
        try await machine.start()
        _ = try await printer.print(receipt, jobName: "receipt")
    }

    @Test("A printer that takes the connection and says nothing is offline, within the limits")
    func silentPrinters() async throws {
        let silent = try LoopbackSocket()
        try silent.listenInSilence()
        let limits = IPPLimits(connectMilliseconds: 500, answerSeconds: 0.3)
        let printer = try driver(
            .printer(uri: "ipp://127.0.0.1:\(silent.port)/ipp/print"), limits: limits)
        let clock = ContinuousClock()
        let start = clock.now
        #expect(await printer.status().condition == .offline)
        #expect(start.duration(to: clock.now) < .seconds(10))
    }

    @Test(
        "What is no IPP printer is refused when it is configured",
        arguments: ["http://localhost/ipp/print", "localhost", "", "ipp://"])
    func otherDestinations(uri: String) {
        let printer = CUPSReceiptPrinter(
            destination: .printer(uri: uri), documents: documents, clock: RealClock())
        #expect(printer == nil)
    }

    @Test("A receipt that cannot be drawn is not sent")
    func undrawnReceipts() async throws {
        let wording = try ReceiptFixtures.wording()
        let printer = try #require(
            CUPSReceiptPrinter(
                destination: .printer(uri: "ipp://localhost:9/ipp/print"),
                documents: ReceiptDocuments(folder: "/dev/null/receipts", wording: wording),
                clock: RealClock()))
        guard case .notRendered = try await fault(of: printer) else {
            Issue.record("the receipt was drawn")
            return
        }
    }
}
