/// Why a receipt was not printed. No case says anything about the student's card or money.
package enum PrinterFault: Error, Hashable, Sendable {
    /// The document could not be made; nothing was sent to the printer.
    case notRendered(reason: String)
    /// The printer wants a person first, or cannot be reached; nothing was sent to it.
    case notReady(PrinterStatus)
    /// The printer or the print server refused the job.
    case refused(reason: String)
    /// The connection broke while the job was being sent: it may still come out.
    case unanswered(reason: String)
    /// The printer took the job and gave it up.
    case abandoned(PrintJobID, reason: String)
    /// The printer took the job and stopped short of it, or did not report it as printed in time.
    /// - Parameter withdrawn: whether the printer accepted the request to cancel the job; if it did
    ///   not, the receipt may still come out.
    case unfinished(PrintJobID, PrinterStatus, withdrawn: Bool)
}

extension PrinterFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notRendered(let reason): "receipt not rendered: \(reason)"
        case .notReady(let status): "printer not ready: \(status)"
        case .refused(let reason): "print job refused: \(reason)"
        case .unanswered(let reason): "print job sent and not answered: \(reason)"
        case .abandoned(let job, let reason): "print job \(job) given up by the printer: \(reason)"
        case .unfinished(let job, let status, let withdrawn):
            "print job \(job) not finished, \(withdrawn ? "" : "not ")withdrawn: \(status)"
        }
    }
}

extension PrinterStatus: CustomStringConvertible {
    package var description: String {
        let words = reasons.joined(separator: ",")
        return message.isEmpty ? "\(condition) [\(words)]" : "\(condition) [\(words)] \(message)"
    }
}
