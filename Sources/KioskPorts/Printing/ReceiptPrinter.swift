/// The receipt printer as the kiosk sees it. Nothing that happens here changes a card, money or a
/// case: a receipt that fails changes nothing but the receipt.
package protocol ReceiptPrinter: Sendable {
    /// What the printer says of itself now; a printer that cannot be reached is `offline`, never an
    /// error.
    func status() async -> PrinterStatus

    /// Prints a receipt and returns once the printer reports it as printed.
    ///
    /// A job that is only being processed does not count as printed. When the printer cannot finish
    /// it, the job is withdrawn, so that a slip does not come out in front of the next student.
    /// - Parameter jobName: shown in print queues, so it holds nothing personal.
    func print(_ receipt: Receipt, jobName: String) async throws(PrinterFault) -> PrintedReceipt
}

/// The number that a print server or a printer gave to a job; unique for that server only.
package struct PrintJobID: Hashable, Sendable, CustomStringConvertible {
    package let value: Int32

    package init(_ value: Int32) {
        self.value = value
    }

    package var description: String { String(value) }
}

/// A receipt that the printer reported as printed.
package struct PrintedReceipt: Hashable, Sendable {
    /// Where the document that was printed lies, a PDF.
    package let path: String
    package let job: PrintJobID

    package init(path: String, job: PrintJobID) {
        self.path = path
        self.job = job
    }
}
