import Foundation
import KioskPorts
import Receipts
import Testing

/// The queue as a kiosk's configuration names it: the environment says on which print server. A
/// process of its own for each try, since an environment belongs to a whole process.
@Suite("Printing to a queue by its name", .serialized, .timeLimit(.minutes(2)))
struct NamedQueueTests {
    @Test("A queue of CUPS_SERVER prints, and says what keeps it from printing")
    func namedQueues() async throws {
        let queue = try await PrintQueue()
        try await expectOutcome("printed", at: queue)
        #expect(try queue.machine.papers().count == 1)
        try queue.machine.set(.coverOpen)
        try await until("the cover is open") {
            try await queue.driver().status().condition == .coverOpen
        }
        try await expectOutcome("notReady coverOpen", at: queue)
        queue.machine.stop()
        try await expectOutcome("notReady offline", at: queue)
        queue.server.stop()
        try await expectOutcome("notReady offline", at: queue)
        #expect(try queue.machine.papers().count == 1)
    }

    private func expectOutcome(
        _ expected: String, at queue: PrintQueue,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let server = queue.server.socket
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardOutputContent],
            sourceLocation: sourceLocation
        ) { [server = server as String] in
            setenv("CUPS_SERVER", server, 1)
            FileHandle.standardOutput.write(Data(try await outcomeOfPrinting().utf8))
        }
        let said = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
        #expect(said.contains("outcome: \(expected)\n"), sourceLocation: sourceLocation)
    }
}

private func outcomeOfPrinting() async throws -> String {
    let folder = try TemporaryFolder()
    let documents = ReceiptDocuments(
        folder: folder.path, wording: try ReceiptFixtures.wording())
    let printer = try #require(
        CUPSReceiptPrinter(
            destination: .queue(PrintQueue.name), documents: documents, clock: RealClock()))
    do {
        let receipt = ReceiptFixtures.receipt(ReceiptFixtures.contents[0])
        _ = try await printer.print(receipt, jobName: "receipt")
        return "outcome: printed\n"
    } catch {
        guard case .notReady(let status) = error else { return "outcome: \(error)\n" }
        return "outcome: notReady \(status.condition)\n"
    }
}
