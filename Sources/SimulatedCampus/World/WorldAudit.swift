package import Foundation

/// The independent auditor, run over the records of a world.
package struct WorldAudit {
    /// Each line that is a finding, with the kiosk whose journal was read.
    package private(set) var findings: [String] = []
    /// What the journals themselves leave for a person to look at.
    package private(set) var notes: [String] = []

    /// - Parameter script: `Tests/audit/audit.py`; Python's standard library is enough for it.
    package init(_ records: WorldRecords, script: URL) throws {
        for kiosk in records.kiosks {
            let audit = Process()
            audit.executableURL = URL(filePath: "/usr/bin/env")
            audit.arguments =
                ["python3", script.path()]
                + [kiosk.journal, records.store, kiosk.truth].map { $0.path() }
            let output = Pipe()
            audit.standardOutput = output
            audit.standardError = output
            try audit.run()
            let text = try output.fileHandleForReading.readToEnd() ?? Data()
            audit.waitUntilExit()
            let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
            for line in lines {
                if line.hasPrefix("note: ") {
                    notes.append("\(kiosk.id): \(line)")
                } else if audit.terminationStatus != 0 {
                    findings.append("\(kiosk.id): \(line)")
                }
            }
        }
    }
}
