import CCUPS
import KioskPorts

/// The requests that printing a receipt takes (RFC 8011 §4.2 and §4.3).
struct PrinterRequests {
    let connection: IPPConnection

    /// A job and what its printer says of it.
    struct JobAnswer {
        /// Nil for a value that RFC 8011 does not have.
        let state: PrintJobState?
        let reason: String
    }

    /// Get-Printer-Attributes, of a queue on this machine and of the printer behind it. A printer
    /// that does not answer is offline.
    /// - Parameter old: reasons that a queue had before the job that is waited for.
    func status(old: Set<String> = []) -> PrinterStatus {
        do {
            let answer = try connection.send(printerRequest(["device-uri"]))
            let report = report(in: answer)
            guard connection.endpoint.isQueue else { return PrinterStateReasons.status(of: report) }
            return PrinterStateReasons.status(
                queue: report, printer: sayOf(printerBehindQueue(answer)), old: old)
        } catch {
            return PrinterStatus(
                condition: error.isUnreachable ? .offline : .unknown, reasons: [],
                message: error.reason)
        }
    }

    /// The printer that a queue prints on, if it can be asked: the print server of this machine
    /// reaches its printers in the same ways as we do, another one may not.
    private func printerBehindQueue(_ answer: IPPAnswer) -> PrinterRequests? {
        let device = answer.texts("device-uri").first.flatMap(IPPEndpoint.init(uri:))
        guard connection.endpoint.isOnThisMachine, let device, device != connection.endpoint
        else { return nil }
        return PrinterRequests(
            connection: IPPConnection(endpoint: device, limits: connection.limits))
    }

    private func sayOf(_ printer: PrinterRequests?) -> QueuedPrinter {
        guard let printer else { return .hidden }
        do {
            let answer = try printer.connection.send(printer.printerRequest([]))
            return .answers(report(in: answer))
        } catch {
            return error.isUnreachable ? .silent(reason: error.reason) : .hidden
        }
    }

    private func printerRequest(_ more: [String]) -> OpaquePointer? {
        let request = connection.request(IPP_OP_GET_PRINTER_ATTRIBUTES)
        let state = ["printer-state", "printer-state-reasons", "printer-state-message"]
        ask(state + more, in: request)
        return request
    }

    private func report(in answer: IPPAnswer) -> PrinterReport {
        PrinterReport(
            state: answer.integer("printer-state").flatMap(PrinterState.init),
            reasons: answer.texts("printer-state-reasons"),
            message: answer.texts("printer-state-message").first ?? "")
    }

    /// Print-Job. The size goes with it, since a print server puts a page without one on its default
    /// paper. A printer that has no such paper is asked again without: RFC 8011 §4.1.7 has it ignore
    /// the wish, but ippeveprinter refuses.
    func submit(_ document: ReceiptDocument, name: String) throws(IPPFault) -> PrintJobID {
        do {
            return try submit(document, name: name, sized: true)
        } catch .unsupported {
            return try submit(document, name: name, sized: false)
        } catch {
            throw error
        }
    }

    private func submit(
        _ document: ReceiptDocument, name: String, sized: Bool
    ) throws(IPPFault) -> PrintJobID {
        let request = connection.request(IPP_OP_PRINT_JOB)
        let head = IPP_TAG_OPERATION
        ippAddString(request, head, IPP_TAG_NAME, "job-name", nil, name)
        ippAddString(request, head, IPP_TAG_MIMETYPE, "document-format", nil, "application/pdf")
        if sized { addSize(of: document, to: request) }
        let answer = try connection.send(request, file: document.path)
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

    /// Cancels all unfinished jobs of ours, and those in the printer behind a queue as well: a print
    /// server that ends leaves there what it has sent already.
    /// - Parameter kept: jobs that somebody waits for. With any, the printer behind is left alone: it
    ///   has other numbers for them.
    func cancelJobs(except kept: Set<PrintJobID>) throws(IPPFault) {
        for job in try unfinishedJobs() where !kept.contains(job) {
            // Refused is one that was finished meanwhile.
            do { try cancel(job) } catch .refused {}
        }
        guard connection.endpoint.isQueue, kept.isEmpty else { return }
        try printerBehindQueue(connection.send(printerRequest(["device-uri"])))?
            .cancelJobs(except: [])
    }

    /// How the newest job of ours ended at the printer behind a queue. CUPS calls a job completed
    /// also when its printer fell silent under it, or gave it up between two looks; so the printer is
    /// asked itself. One that cannot be asked, or keeps no history, leaves the word to the queue.
    func endBehindQueue() -> PrintJobState.Standing {
        do {
            guard connection.endpoint.isQueue,
                let printer = printerBehindQueue(
                    try connection.send(printerRequest(["device-uri"])))
            else { return .printed }
            guard try printer.unfinishedJobs().isEmpty else { return .waiting }
            let ended = try printer.jobs("completed", ["job-state"], limit: 1)
            return ended.integer("job-state").flatMap(PrintJobState.init)?.standing ?? .printed
        } catch {
            return error.isUnreachable ? .waiting : .printed
        }
    }

    private func unfinishedJobs() throws(IPPFault) -> [PrintJobID] {
        try jobs("not-completed", ["job-id"]).integers("job-id").map { PrintJobID($0) }
    }

    /// Get-Jobs, of our own only. Of completed jobs the newest comes first.
    private func jobs(
        _ which: String, _ attributes: [String], limit: Int32? = nil
    ) throws(IPPFault) -> IPPAnswer {
        let request = connection.request(IPP_OP_GET_JOBS)
        let head = IPP_TAG_OPERATION
        ippAddString(request, head, IPP_TAG_KEYWORD, "which-jobs", nil, which)
        ippAddBoolean(request, head, "my-jobs", 1)
        if let limit { ippAddInteger(request, head, IPP_TAG_INTEGER, "limit", limit) }
        ask(attributes, in: request)
        return try connection.send(request)
    }

    /// Cancel-Job.
    func cancel(_ job: PrintJobID) throws(IPPFault) {
        let request = connection.request(IPP_OP_CANCEL_JOB)
        name(job, in: request)
        _ = try connection.send(request)
    }

    /// `media-col` with a `media-size` (PWG 5100.3 §3.13), and no scaling to fill the paper. A queue
    /// of CUPS cuts such a size down to whole points before it passes it on, and then the printer
    /// has no such paper; its own name for the size arrives as it was.
    private func addSize(of document: ReceiptDocument, to request: OpaquePointer?) {
        let size = ippNew()
        ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", document.width)
        ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", document.length)
        let media = ippNew()
        ippAddCollection(media, IPP_TAG_ZERO, "media-size", size)
        ippAddCollection(request, IPP_TAG_JOB, "media-col", media)
        ippDelete(media)
        ippDelete(size)
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", nil, "none")
        if connection.endpoint.isQueue {
            ippAddString(
                request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "PageSize", nil, document.customPageSize)
        }
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
        case .busy, .refused, .unsupported: false
        }
    }

    /// What the printer or libcups said.
    var reason: String {
        switch self {
        case .unreachable(let reason), .refused(let reason), .unsupported(let reason): reason
        case .busy: "the printer is busy with another job"
        }
    }
}
