import CCUPS
import KioskPorts

/// The four requests that printing a receipt takes (RFC 8011 §4.2 and §4.3).
struct PrinterRequests {
    let connection: IPPConnection

    /// A job and what its printer says of it.
    struct JobAnswer {
        /// Nil for a value that RFC 8011 does not have.
        let state: PrintJobState?
        let reason: String
    }

    /// Get-Printer-Attributes. A printer that does not answer is offline.
    func status() -> PrinterStatus {
        do {
            let request = connection.request(IPP_OP_GET_PRINTER_ATTRIBUTES)
            ask(["printer-state", "printer-state-reasons", "printer-state-message"], in: request)
            let answer = try connection.send(request)
            return PrinterStateReasons.status(
                state: answer.integer("printer-state").flatMap(PrinterState.init),
                reasons: answer.texts("printer-state-reasons"),
                message: answer.texts("printer-state-message").first ?? "")
        } catch {
            return PrinterStatus(
                condition: error.isUnreachable ? .offline : .unknown, reasons: [],
                message: error.reason)
        }
    }

    /// Print-Job.
    func submit(document path: String, name: String) throws(IPPFault) -> PrintJobID {
        let request = connection.request(IPP_OP_PRINT_JOB)
        let head = IPP_TAG_OPERATION
        ippAddString(request, head, IPP_TAG_NAME, "job-name", nil, name)
        ippAddString(request, head, IPP_TAG_MIMETYPE, "document-format", nil, "application/pdf")
        let answer = try connection.send(request, file: path)
        guard let job = answer.integer("job-id") else { throw .refused("no job-id in the answer") }
        return PrintJobID(job)
    }

    /// Get-Job-Attributes.
    func job(_ job: PrintJobID) throws(IPPFault) -> JobAnswer {
        let request = connection.request(IPP_OP_GET_JOB_ATTRIBUTES)
        name(job, in: request)
        ask(["job-state", "job-state-reasons", "job-state-message"], in: request)
        let answer = try connection.send(request)
        let words = answer.texts("job-state-reasons") + answer.texts("job-state-message")
        return JobAnswer(
            state: answer.integer("job-state").flatMap(PrintJobState.init),
            reason: words.joined(separator: " "))
    }

    /// Cancel-Job.
    func cancel(_ job: PrintJobID) throws(IPPFault) {
        let request = connection.request(IPP_OP_CANCEL_JOB)
        name(job, in: request)
        _ = try connection.send(request)
    }

    private func name(_ job: PrintJobID, in request: OpaquePointer?) {
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job.value)
    }

    private func ask(_ attributes: [String], in request: OpaquePointer?) {
        for name in attributes {
            var wanted = ippFindAttribute(request, "requested-attributes", IPP_TAG_KEYWORD)
            if wanted == nil {
                ippAddString(
                    request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", nil, name)
            } else {
                ippSetString(request, &wanted, ippGetCount(wanted), name)
            }
        }
    }
}

extension IPPFault {
    fileprivate var isUnreachable: Bool {
        switch self {
        case .unreachable: true
        case .busy, .refused: false
        }
    }

    /// What the printer or libcups said.
    var reason: String {
        switch self {
        case .unreachable(let reason), .refused(let reason): reason
        case .busy: "the printer is busy with another job"
        }
    }
}
