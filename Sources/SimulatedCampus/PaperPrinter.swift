package import KioskPorts
import Synchronization

/// A printer that keeps its papers, fails in a way that is asked for, or falls silent.
package final class PaperPrinter: ReceiptPrinter {
    private struct Tray {
        var papers: [Receipt] = []
        var fault: PrinterFault?
        var isSilent = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }
    private let tray = Mutex(Tray())

    package init() {}

    package var papers: [Receipt] { tray.withLock { $0.papers } }

    package func runOut() {
        fail(.notReady(PrinterStatus(condition: .paperOut, reasons: [], message: "")))
    }

    /// From now on every receipt fails so.
    package func fail(_ fault: PrinterFault) { tray.withLock { $0.fault = fault } }

    /// From now on no receipt has an end until `speak`.
    package func fallSilent() { tray.withLock { $0.isSilent = true } }

    /// Prints all that waits.
    package func speak() {
        let waiting = tray.withLock { tray in
            tray.isSilent = false
            defer { tray.waiting = [] }
            return tray.waiting
        }
        for one in waiting { one.resume() }
    }

    package func status() async -> PrinterStatus {
        if case .notReady(let status) = tray.withLock({ $0.fault }) { return status }
        return PrinterStatus(condition: .ready, reasons: [], message: "")
    }

    package func print(
        _ receipt: Receipt, jobName: String
    ) async throws(PrinterFault) -> PrintedReceipt {
        if let fault = tray.withLock({ $0.fault }) { throw fault }
        await withCheckedContinuation { waiter in
            let waits = tray.withLock { tray in
                if tray.isSilent { tray.waiting.append(waiter) }
                return tray.isSilent
            }
            if !waits { waiter.resume() }
        }
        let count = tray.withLock { tray in
            tray.papers.append(receipt)
            return tray.papers.count
        }
        return PrintedReceipt(path: "paper-\(count)", job: PrintJobID(Int32(count)))
    }
}
