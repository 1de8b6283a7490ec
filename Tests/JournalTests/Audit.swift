import Foundation

/// One run of the auditor.
struct Audit {
    let status: Int32
    let lines: [String]

    init(_ arguments: String...) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .appending(path: "audit/audit.py")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        status = process.terminationStatus
        lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
