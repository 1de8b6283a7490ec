import Foundation
import KioskPorts
import Receipts
import Testing

/// Against a real cupsd with a real IPP printer behind its queue.
@Suite("Printing to a print queue", .serialized, .timeLimit(.minutes(2)))
struct PrintQueueTests {
    private let documents: ReceiptDocuments
    private let folder: TemporaryFolder
    private let receipt = ReceiptFixtures.receipt(ReceiptFixtures.contents[0])

    init() throws {
        folder = try TemporaryFolder()
        documents = ReceiptDocuments(folder: folder.path, wording: try ReceiptFixtures.wording())
    }

    private func driver(_ server: RunningPrintServer) throws -> CUPSReceiptPrinter {
        try #require(
            CUPSReceiptPrinter(
                destination: server.destination, documents: documents, clock: RealClock()))
    }

    private func fault(of printer: CUPSReceiptPrinter) async throws -> PrinterFault {
        try #require(
            await #expect(throws: PrinterFault.self) {
                try await printer.print(receipt, jobName: "receipt")
            })
    }

    @Test("A receipt comes out of the printer behind the queue, with its text and its width")
    func receiptsArePrinted() async throws {
        let machine = try await RunningPrinter()
        let server = try await RunningPrintServer(printer: machine.uri)
        let printer = try driver(server)
        #expect(await printer.status().condition == .ready)
        let printed = try await printer.print(receipt, jobName: "receipt")
        #expect(try machine.printed().count == 1)
        let out = folder.path + "/out.pdf"
        try machine.printed()[0].write(to: URL(fileURLWithPath: out))
        let drawn = try ChildProcess.run("pdftotext", ["-raw", printed.path, "-"])
        #expect(try ChildProcess.run("pdftotext", ["-raw", out, "-"]) == drawn)
        let size = /Page size: +([0-9.]+) x ([0-9.]+) pts/
        let before = try #require(ChildProcess.run("pdfinfo", [printed.path]).firstMatch(of: size))
        let after = try #require(ChildProcess.run("pdfinfo", [out]).firstMatch(of: size))
        for (before, after) in [(before.1, after.1), (before.2, after.2)] {
            // The print server counts in whole points.
            let difference = try #require(Double(before)) - #require(Double(after))
            #expect(difference.magnitude < 1, "\(before) became \(after) points")
        }
    }

    @Test("A printer that is off behind its queue is offline, and the slip does not come out later")
    func switchedOffBehindTheQueue() async throws {
        let machine = try await RunningPrinter()
        let server = try await RunningPrintServer(printer: machine.uri)
        let printer = try driver(server)
        machine.stop()
        guard case .unfinished(_, let status, let withdrawn) = try await fault(of: printer) else {
            Issue.record("the job was not ended")
            return
        }
        #expect(status.condition == .offline)
        #expect(withdrawn)
        try await machine.start()
        _ = try await printer.print(receipt, jobName: "receipt")
        #expect(try machine.printed().count == 1)
    }

    @Test("Paper that is out behind the queue is known")
    func paperOutBehindTheQueue() async throws {
        let machine = try await RunningPrinter()
        let server = try await RunningPrintServer(printer: machine.uri)
        let printer = try driver(server)
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
    }
}
