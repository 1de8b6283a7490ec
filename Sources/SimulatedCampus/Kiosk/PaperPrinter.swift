import CampusFaults
package import KioskPorts
import Synchronization

/// A printer that keeps its papers, fails in a way that is asked for, falls silent, or loses or repeats a job.
package final class PaperPrinter: ReceiptPrinter {
    private struct Tray {
        var papers: [Receipt] = []
        var fault: PrinterFault?
        var isSilent = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// What becomes of the next job: `printJobLost` or `printedTwice`.
        var next: FaultKind?
        var struck: [FaultKind] = []
    }
    private let tray = Mutex(Tray())

    /// Papers that are kept: enough for any look at what a student got.
    private static let memory = 100

    package init() {}

    package var papers: [Receipt] { tray.withLock { $0.papers } }

    package func runOut() { fail(.paperOut) }

    func fail(_ condition: PrinterCondition) {
        fail(.notReady(PrinterStatus(condition: condition, reasons: [], message: "")))
    }

    /// It is in order again.
    func mend() { tray.withLock { $0.fault = nil } }

    func spoilNext(_ kind: FaultKind) { tray.withLock { $0.next = kind } }

    /// What befell jobs since the last call.
    func takeStruck() -> [FaultKind] {
        tray.withLock { tray in
            defer { tray.struck = [] }
            return tray.struck
        }
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
        let (fate, count) = tray.withLock { Self.take(receipt, &$0) }
        if fate == .printJobLost { throw .unanswered(reason: "the job is not heard of again") }
        return PrintedReceipt(path: "paper-\(count)", job: PrintJobID(Int32(count)))
    }

    private static func take(_ receipt: Receipt, _ tray: inout Tray) -> (FaultKind?, Int) {
        let fate = tray.next
        tray.next = nil
        if let fate { tray.struck.append(fate) }
        let copies = fate == .printJobLost ? 0 : fate == .printedTwice ? 2 : 1
        tray.papers += Array(repeating: receipt, count: copies)
        if tray.papers.count > memory { tray.papers.removeFirst(tray.papers.count - memory) }
        return (fate, tray.papers.count)
    }
}
