import KioskPorts

/// The one place where the words of printers and print servers become a condition.
enum PrinterStateReasons {
    /// The status of a printer by its own report.
    ///
    /// Reasons are keywords, with or without the suffix for their severity. Printers disagree on
    /// severities (ippeveprinter tells an empty tray as `-report` while idle), so the stem counts.
    /// What an idle printer's message says is about a job of the past and does not count.
    static func status(of report: PrinterReport) -> PrinterStatus {
        var seen = Set(report.reasons.compactMap { conditions[stem($0)] })
        if report.state != .idle, offlineMessages.contains(where: report.message.contains) {
            seen.insert(.offline)
        }
        if report.state == nil || report.state == .stopped { seen.insert(.unknown) }
        let condition = precedence.first(where: seen.contains) ?? .ready
        return PrinterStatus(
            condition: condition, reasons: report.reasons.filter { $0 != "none" },
            message: report.message)
    }

    /// What to tell of several conditions: first what hides the others, then what a person does
    /// first.
    private static let precedence: [PrinterCondition] = [
        .offline, .coverOpen, .jammed, .paperOut, .unknown, .paperLow,
    ]

    /// Stems of RFC 8011 §5.4.12 and PWG 5100.9, and those that CUPS backends add.
    private static let conditions: [String: PrinterCondition] = [
        "media-empty": .paperOut, "media-needed": .paperOut, "input-tray-missing": .paperOut,
        "media-low": .paperLow,
        "cover-open": .coverOpen, "door-open": .coverOpen, "interlock-open": .coverOpen,
        "media-jam": .jammed, "cutter-jam": .jammed,
        "offline": .offline, "shutdown": .offline, "timed-out": .offline,
        "paused": .unknown, "moving-to-paused": .unknown, "stopped-partly": .unknown,
        "other": .unknown,
    ]

    /// CUPS has no keyword for a printer that it cannot reach: its backends (ipp, socket, usb) only
    /// say so, in the language of the job, which is why ours are always in English.
    private static let offlineMessages = [
        "The printer may not exist or is unavailable at this time.",
        "The printer is not responding.",
        "The printer is unreachable at this time.",
        "Unable to locate printer",
        "Printer not connected",
        "Waiting for printer to become available.",
    ]

    private static func stem(_ reason: String) -> String {
        for severity in ["-error", "-warning", "-report"] where reason.hasSuffix(severity) {
            return String(reason.dropLast(severity.count))
        }
        return reason
    }
}
