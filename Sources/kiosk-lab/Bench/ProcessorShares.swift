import ArgumentParser
import Foundation

/// Where the processor time of a program goes, by samples that the kernel takes of it (`perf`, package linux-perf).
struct ProcessorShares {
    /// What a sample is about.
    enum Work: String, CaseIterable {
        case cryptography, json = "JSON", hashing, sqlite = "SQLite", grdb = "GRDB over SQLite"
        case tasks = "tasks and executor", memory = "memory and reference counts"
        case rest = "everything else"
    }

    private var samples: [Work: Int] = [:]

    /// Each sample carries a piece of the stack, by which perf finds the callers in libraries without frame pointers.
    private static let samplesPerSecond = 199

    /// Runs this program once more, with these arguments, and looks where its time goes.
    static func measure(arguments: [String]) throws -> ProcessorShares {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "kiosk-shares-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path()
        try perf(
            [
                "record", "-q", "-e", "cpu-clock", "-F", "\(samplesPerSecond)",
                "--call-graph", "dwarf,16384", "-o", file.path(), "--", program,
            ] + arguments, output: nil)
        let script = Pipe()
        var shares = ProcessorShares()
        try perf(["script", "-i", file.path(), "-F", "ip,sym,dso"], output: script) {
            shares.read(String(decoding: $0, as: UTF8.self))
        }
        return shares
    }

    private static func perf(
        _ arguments: [String], output: Pipe?, take: (Data) -> Void = { _ in }
    ) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["perf"] + arguments
        if let output { process.standardOutput = output }
        try process.run()
        if let output { take(try output.fileHandleForReading.readToEnd() ?? Data()) }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ValidationError(
                "perf ended with status \(process.terminationStatus); --shares needs perf (Debian: "
                    + "linux-perf) and the kernel's leave to use it.")
        }
    }

    /// Stacks of functions, the innermost first, with an empty line after each.
    private mutating func read(_ text: String) {
        for stack in text.split(separator: "\n\n") {
            let frames = stack.split(separator: "\n").map { Frame($0) }
            samples[Self.work(of: frames), default: 0] += 1
        }
    }

    /// The innermost function that says what is being done.
    private static func work(of frames: [Frame]) -> Work {
        for frame in frames {
            guard let work = frame.work else { continue }
            let isHashing = frames.contains { $0.symbol.lowercased().contains("sha256") }
            return work == .cryptography && isHashing ? .hashing : work
        }
        return frames.first?.bareWork ?? .rest
    }

    /// The shares, for a person.
    var text: String {
        let all = max(1, samples.values.reduce(0, +))
        let lines = Work.allCases.map { work in
            let share = Double(samples[work, default: 0]) / Double(all)
            return "  \(work.rawValue.padding(toLength: 28, withPad: " ", startingAt: 0))"
                + share.formatted(.percent.precision(.fractionLength(1)))
        }
        return (["shares of the processor time, by \(all) samples of perf"] + lines)
            .joined(separator: "\n")
    }
}

/// One function of a stack: `ADDRESS SYMBOL (LIBRARY)`.
private struct Frame {
    let symbol: Substring
    let library: Substring

    init(_ line: Substring) {
        let parts = line.split { $0 == " " || $0 == "\t" }
        symbol = parts.count > 1 ? parts[1] : ""
        library = parts.last ?? ""
    }

    /// Nil for a function that serves many purposes.
    var work: ProcessorShares.Work? {
        if library.contains("libsqlite3") { return .sqlite }
        if library.contains("libcrypto") || symbol.hasPrefix("$s14CardPrimitives") {
            return .cryptography
        }
        if symbol.contains("JSON") { return .json }
        return symbol.hasPrefix("$s4GRDB") ? .grdb : nil
    }

    /// What a function is about when nobody above it says more.
    var bareWork: ProcessorShares.Work {
        if library.contains("libswift_Concurrency") { return .tasks }
        let memory = ["malloc", "free", "retain", "release", "alloc", "memmove", "memcpy"]
        return memory.contains(where: symbol.contains) ? .memory : .rest
    }
}
