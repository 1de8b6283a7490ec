/// What a printer can do for the next student.
package enum PrinterCondition: Hashable, Sendable, CaseIterable {
    case ready
    /// Prints, and wants paper soon.
    case paperLow
    case paperOut
    case coverOpen
    case jammed
    /// It cannot be reached, or the print server says so. Since when is not known.
    case offline
    /// It is stopped, or wants something, for a reason that is not in this list.
    case unknown

    /// False when a job would only wait for a person. An unknown condition is worth a try.
    package var acceptsJobs: Bool {
        switch self {
        case .ready, .paperLow, .unknown: true
        case .paperOut, .coverOpen, .jammed, .offline: false
        }
    }
}

/// The condition of a printer together with the words that it was concluded from.
package struct PrinterStatus: Hashable, Sendable {
    package let condition: PrinterCondition
    /// The keywords as the printer sent them (RFC 8011 §5.4.12), for technicians and traces.
    package let reasons: [String]
    /// The sentence that came with them, or what went wrong while asking; empty if there was none.
    package let message: String

    package init(condition: PrinterCondition, reasons: [String], message: String) {
        self.condition = condition
        self.reasons = reasons
        self.message = message
    }
}
