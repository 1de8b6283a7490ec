import CampusCard
import Foundation
import KioskPorts
import Receipts
import Testing

/// Against Debian's cupsd with a queue to ippeveprinter: real but for the paper.
@Suite("Printing to a queue", .serialized, .timeLimit(.minutes(2)))
struct PrintQueueTests {
    @Test(
        "A receipt comes out of a queue as it was drawn: every word, the code, the size",
        arguments: RunningPrintServer.QueueKind.allCases)
    func receiptsArePrinted(kind: RunningPrintServer.QueueKind) async throws {
        let queue = try await PrintQueue(kind)
        let printer = try queue.driver()
        #expect(await printer.status().condition == .ready)
        let printed = try await printer.print(PrintQueue.receipt, jobName: "receipt")
        let paper = try #require(try queue.machine.papers().first)
        #expect(try queue.machine.papers().count == 1)
        #expect(try words(of: paper) == words(of: printed.path))
        #expect(try words(of: paper).contains("补卡成功"))
        #expect(try code(on: paper) == ReceiptFixtures.caseNumber.text)
        let (drawn, came) = (try boxes(of: printed.path), try boxes(of: paper))
        #expect(drawn.count == came.count && drawn.count > 40)
        // A twentieth of a point: what a size in whole millimetres is rounded to on its way.
        for (one, other) in zip(drawn, came) { #expect(abs(one - other) < 0.05) }
    }

    @Test("A printer is told to use as much of the roll as the receipt needs, and not to scale it")
    func sizesArrive() async throws {
        let queue = try await PrintQueue()
        let printer = try queue.driver()
        var lengths: [Int] = []
        for content in [ReceiptFixtures.contents[0], ReceiptFixtures.contents[6]] {
            let receipt = ReceiptFixtures.receipt(content)
            lengths.append(Int(try queue.documents.make(receipt).length))
            _ = try await printer.print(receipt, jobName: "receipt")
        }
        #expect(Set(lengths).count == 2)
        let expected = lengths.map { "media-size={x-dimension=8000 y-dimension=\($0)}" }
        let sizes = try queue.machine.sizes()
        #expect(sizes.count == 2)
        for (size, expected) in zip(sizes, expected) { #expect(size.contains(expected)) }
        #expect(lengths == (try queue.machine.papers().map(lengthOfPage)))
    }

    @Test("What a queue refuses is a fault that says so, and prints nothing")
    func refusals() async throws {
        let queue = try await PrintQueue()
        try queue.server.administer("cupsreject", [PrintQueue.name])
        for name in [PrintQueue.name, "nobody"] {
            guard
                case .refused(let reason) = try await PrintQueue.fault(
                    of: queue.driver(queue: name))
            else {
                Issue.record("\(name) took the job")
                continue
            }
            #expect(!reason.isEmpty)
        }
        try queue.server.administer("cupsaccept", [PrintQueue.name])
        try await queue.expectFirstPaper(from: queue.driver())
    }

    @Test("A job that the printer behind a queue gives up is not printed")
    func givenUpJobs() async throws {
        let queue = try await PrintQueue()
        try queue.machine.set(.refuse)
        guard case .abandoned(_, let reason) = try await PrintQueue.fault(of: queue.driver()) else {
            Issue.record("the job was not given up")
            return
        }
        #expect(!reason.isEmpty)
    }

    private func words(of document: String) throws -> String {
        try ChildProcess.run("pdftotext", ["-raw", document, "-"])
    }

    private func code(on document: String) throws -> String {
        let picture = try TemporaryFolder()
        _ = try ChildProcess.run(
            "pdftoppm",
            ["-r", "203", "-mono", "-png", "-singlefile", document, picture.path + "/page"])
        let code = try ChildProcess.run(
            "zbarimg", ["--nodbus", "--quiet", "--raw", picture.path + "/page.png"])
        return code.trimmingCharacters(in: .newlines)
    }

    /// The sides of the page and of every word on it, in points.
    private func boxes(of document: String) throws -> [Double] {
        try ChildProcess.run("pdftotext", ["-bbox", document, "-"])
            .matches(of: /(?:width|height|xMin|yMin|xMax|yMax)="([\d.]+)"/)
            .compactMap { Double($0.1) }
    }

    /// In hundredths of a millimetre.
    private func lengthOfPage(_ document: String) throws -> Int {
        let points = try #require(try boxes(of: document).dropFirst().first)
        return Int((points / 72 * 2_540).rounded())
    }
}
