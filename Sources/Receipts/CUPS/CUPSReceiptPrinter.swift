package import KioskPorts

/// A receipt printer behind libcups: a queue of a print server, or a printer that speaks IPP
/// itself.
///
/// Documents are drawn and requests are made on a thread of its own.
package actor CUPSReceiptPrinter: ReceiptPrinter {
    /// How long a job may take before it is withdrawn: the student stands in front of the kiosk.
    package static let jobLimit = Duration.seconds(20)
    /// How often a job is looked at.
    package static let pollInterval = Duration.milliseconds(250)
    /// A fault that is seen this often in a row ends the wait: one look may fall into a hiccup.
    package static let looksPerFault = 2
    /// Scalars: at four bytes each they stay within the 255 bytes of a name (RFC 8011 §5.1.3).
    private static let jobNameLimit = 63

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    private nonisolated let thread: PrinterThread
    private let requests: PrinterRequests
    private let documents: ReceiptDocuments
    private let clock: any KioskClock
    private let jobLimit: Duration
    private var jobsUnderWay: Set<PrintJobID> = []
    /// Jobs of ours may wait that nobody waits for: those of an earlier run, or one that could not
    /// be withdrawn. They must not come out in front of the next student.
    private var mayHaveLeftovers = true

    /// - Parameters:
    ///   - destination: nil is returned when it is no queue and no IPP URI.
    ///   - documents: makes what is printed, and keeps it.
    ///   - jobLimit: from the first request to the paper.
    package init?(
        destination: PrinterDestination, documents: ReceiptDocuments, clock: any KioskClock,
        limits: IPPLimits = .standard, jobLimit: Duration = CUPSReceiptPrinter.jobLimit
    ) {
        guard let endpoint = destination.endpoint() else { return nil }
        requests = PrinterRequests(connection: IPPConnection(endpoint: endpoint, limits: limits))
        thread = PrinterThread(name: "receipt-printer")
        self.documents = documents
        self.clock = clock
        self.jobLimit = jobLimit
    }

    deinit {
        thread.stop()
    }

    package func status() -> PrinterStatus {
        withdrawLeftovers()
        return requests.status()
    }

    package func print(
        _ receipt: Receipt, jobName: String
    ) async throws(PrinterFault) -> PrintedReceipt {
        let document = try document(of: receipt)
        let before = status()
        guard before.condition.acceptsJobs else { throw .notReady(before) }
        let deadline = clock.monotonic() + jobLimit
        let job = try await submit(document, name: jobName, until: deadline)
        jobsUnderWay.insert(job)
        defer { jobsUnderWay.remove(job) }
        try await waitForPaper(job, old: Set(before.reasons), until: deadline)
        return PrintedReceipt(path: document.path, job: job)
    }

    private func document(of receipt: Receipt) throws(PrinterFault) -> ReceiptDocument {
        do {
            return try documents.make(receipt)
        } catch {
            throw .notRendered(reason: "\(error)")
        }
    }

    /// Sends the document, again while the printer is busy with another job.
    private func submit(
        _ document: ReceiptDocument, name: String, until deadline: Duration
    ) async throws(PrinterFault) -> PrintJobID {
        let name = String(name.unicodeScalars.prefix(Self.jobNameLimit))
        while true {
            do throws(IPPFault) {
                return try requests.submit(document, name: name)
            } catch {
                guard error == .busy, clock.monotonic() < deadline, await pause() else {
                    mayHaveLeftovers = true
                    throw error.submissionFault
                }
            }
        }
    }

    /// Returns once the job is printed; ends by a fault that stays, by the deadline, or when the
    /// caller is cancelled.
    /// - Parameter old: reasons that were there before the job.
    private func waitForPaper(
        _ job: PrintJobID, old: Set<String>, until deadline: Duration
    ) async throws(PrinterFault) {
        var faultsInARow = 0
        while true {
            if try isPrinted(job) { return }
            let status = requests.status(old: old)
            faultsInARow = status.condition.acceptsJobs ? 0 : faultsInARow + 1
            let staysFaulty = faultsInARow >= Self.looksPerFault
            guard !staysFaulty, clock.monotonic() < deadline, await pause() else {
                return try withdraw(job, status)
            }
        }
    }

    /// False while it is not known to be on paper, also when the printer cannot be asked.
    private func isPrinted(_ job: PrintJobID) throws(PrinterFault) -> Bool {
        guard let answer = try? requests.job(job), let state = answer.state else { return false }
        let standing = state.standing == .printed ? requests.endBehindQueue() : state.standing
        switch standing {
        case .printed: return true
        case .waiting: return false
        case .givenUp: throw .abandoned(job, reason: answer.reason)
        }
    }

    /// Cancels the job, so that it does not come out in front of the next student. It may have been
    /// finished just before: then it is printed after all.
    private func withdraw(_ job: PrintJobID, _ status: PrinterStatus) throws(PrinterFault) {
        let withdrawn = (try? requests.cancel(job)) != nil
        if !withdrawn {
            if try isPrinted(job) { return }
            mayHaveLeftovers = true
        }
        throw .unfinished(job, status, withdrawn: withdrawn)
    }

    /// Cancels our jobs that nobody waits for. A printer that cannot be asked is asked again later;
    /// one that does not list its jobs never is.
    private func withdrawLeftovers() {
        guard mayHaveLeftovers else { return }
        do throws(IPPFault) {
            try requests.cancelJobs(except: jobsUnderWay)
            mayHaveLeftovers = false
        } catch {
            mayHaveLeftovers = error.isPassing
        }
    }

    /// False when the caller was cancelled meanwhile.
    private func pause() async -> Bool {
        (try? await clock.sleep(for: Self.pollInterval)) != nil
    }
}

extension IPPFault {
    /// Another try may have another answer.
    fileprivate var isPassing: Bool {
        switch self {
        case .unreachable, .busy: true
        case .refused, .unsupported: false
        }
    }

    /// What it means for a job that was being sent.
    fileprivate var submissionFault: PrinterFault {
        switch self {
        case .unreachable: .unanswered(reason: reason)
        case .busy, .refused, .unsupported: .refused(reason: reason)
        }
    }
}
