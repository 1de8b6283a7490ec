import KioskPorts

/// The state of a printer (RFC 8011 §5.4.11).
enum PrinterState: Int32 {
    case idle = 3
    case processing = 4
    case stopped = 5
}

/// What a printer, or a queue of a print server, says of itself.
struct PrinterReport: Hashable {
    /// Nil for a value that RFC 8011 does not have.
    let state: PrinterState?
    let reasons: [String]
    let message: String
}

/// What is known of the printer behind a queue.
enum QueuedPrinter {
    case answers(PrinterReport)
    /// It speaks IPP and does not answer; with what went wrong.
    case silent(reason: String)
    /// It speaks something else, or only the print server can reach it.
    case hidden
}

extension PrinterStateReasons {
    /// The status of the printer behind a queue. A print server hears of its printer only while it
    /// sends a job, and repeats the last of it for ever: paper that ran out under the last job is
    /// still said to be out when the roll was changed, and nobody hears of a cover that was opened
    /// since. So a printer that can be asked has the word, and of a hidden one only news count.
    /// - Parameter old: reasons that the queue had before the job that is waited for.
    static func status(
        queue: PrinterReport, printer: QueuedPrinter, old: Set<String>
    ) -> PrinterStatus {
        switch printer {
        case .silent(let reason):
            return PrinterStatus(condition: .offline, reasons: [], message: reason)
        case .answers(let report):
            let own = status(of: report)
            guard own.condition.acceptsJobs, queue.state != .idle, queue.state != .processing
            else { return own }
            return status(of: queue)
        case .hidden:
            let said = status(of: queue)
            if queue.state == .idle, !said.condition.acceptsJobs {
                return PrinterStatus(
                    condition: .unknown, reasons: said.reasons, message: said.message)
            }
            return status(
                of: PrinterReport(
                    state: queue.state, reasons: queue.reasons.filter { !old.contains($0) },
                    message: queue.message))
        }
    }
}
