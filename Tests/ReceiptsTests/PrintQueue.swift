import KioskPorts
import Receipts
import Testing

/// A queue of a private print server, the printer behind it, and what a kiosk prints on it with.
struct PrintQueue {
    static let name = "kiosk"

    let server: RunningPrintServer
    let machine: RunningPrinter
    let documents: ReceiptDocuments
    private let folder: TemporaryFolder

    init(_ kind: RunningPrintServer.QueueKind = .everywhere) async throws {
        folder = try TemporaryFolder()
        documents = ReceiptDocuments(folder: folder.path, wording: try ReceiptFixtures.wording())
        machine = try await RunningPrinter()
        server = try await RunningPrintServer()
        try await server.add(Self.name, to: machine.uri, kind)
    }

    /// A driver as a kiosk starts it.
    func driver(
        queue: String = name, jobLimit: Duration = CUPSReceiptPrinter.jobLimit
    ) throws -> CUPSReceiptPrinter {
        try #require(
            CUPSReceiptPrinter(
                destination: .printer(uri: server.uri(of: queue)), documents: documents,
                clock: RealClock(), jobLimit: jobLimit))
    }

    /// Why a receipt could not be printed.
    static func fault(of printer: CUPSReceiptPrinter) async throws -> PrinterFault {
        try #require(
            await #expect(throws: PrinterFault.self) {
                try await printer.print(Self.receipt, jobName: "receipt")
            })
    }

    /// Prints one more receipt, and expects it to be the only paper that has come out.
    func expectFirstPaper(from printer: CUPSReceiptPrinter) async throws {
        _ = try await printer.print(Self.receipt, jobName: "receipt")
        let papers = try machine.papers()
        #expect(papers.count == 1)
    }

    static var receipt: Receipt { ReceiptFixtures.receipt(ReceiptFixtures.contents[0]) }
}
