package import KioskPorts
import Synchronization

/// A printer that keeps its papers, or has none left.
package final class PaperPrinter: ReceiptPrinter {
    private struct Tray {
        var papers: [Receipt] = []
        var isOut = false
    }
    private let tray = Mutex(Tray())

    package var papers: [Receipt] { tray.withLock { $0.papers } }
    package func runOut() { tray.withLock { $0.isOut = true } }

    package func status() async -> PrinterStatus {
        let isOut = tray.withLock { $0.isOut }
        return PrinterStatus(condition: isOut ? .paperOut : .ready, reasons: [], message: "")
    }

    package func print(
        _ receipt: Receipt, jobName: String
    ) async throws(PrinterFault) -> PrintedReceipt {
        let status = await status()
        guard status.condition.acceptsJobs else { throw .notReady(status) }
        let count = tray.withLock { tray in
            tray.papers.append(receipt)
            return tray.papers.count
        }
        return PrintedReceipt(path: "paper-\(count)", job: PrintJobID(Int32(count)))
    }
}
