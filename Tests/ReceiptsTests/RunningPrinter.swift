import Foundation
import KioskPorts
import Receipts

/// A real IPP printer for one test: `kiosk-config/printer` as a process. It ends with the value,
/// and by itself should the tests be killed.
final class RunningPrinter {
    let port: UInt16
    let folder: TemporaryFolder
    private var process: ChildProcess?

    private let paper: Paper

    init(paper: Paper = .roll) async throws {
        self.paper = paper
        port = try freePort()
        folder = try TemporaryFolder()
        try await start()
    }

    deinit {
        stop()
    }

    var uri: String { "ipp://localhost:\(port)/ipp/print" }
    var destination: PrinterDestination { .printer(uri: uri) }

    /// Switches the printer on and returns when it answers.
    func start() async throws {
        let log = folder.path + "/output"
        let script = ReceiptFixtures.repository.appending(path: "kiosk-config/printer").path
        process = try ChildProcess(
            script, [folder.path, "\(port)"] + paper.arguments, output: log)
        try await until("the printer is ready") {
            (try? String(contentsOfFile: log, encoding: .utf8))?.hasPrefix("ready") == true
        }
    }

    /// Switches it off.
    func stop() {
        process?.stop()
        process = nil
    }

    func set(_ fault: Fault) throws {
        try Data().write(to: URL(fileURLWithPath: "\(folder.path)/\(fault.rawValue)"))
    }

    func clear(_ fault: Fault) throws {
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(fault.rawValue)")
    }

    /// True while a job is in the printer.
    var isBusy: Bool { FileManager.default.fileExists(atPath: folder.path + "/busy") }

    /// What came out, oldest first.
    func printed() throws -> [Data] {
        try papers().map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    }

    /// Where that lies.
    func papers() throws -> [String] { try files(in: "printed") }

    /// The size of the paper that each of them was sent for, as IPP writes a `media-col`; empty if
    /// none came with the job.
    func sizes() throws -> [String] {
        try files(in: "sizes").map {
            try String(contentsOfFile: $0, encoding: .utf8).trimmingCharacters(in: .newlines)
        }
    }

    private func files(in name: String) throws -> [String] {
        let tray = "\(folder.path)/\(name)"
        return try FileManager.default.contentsOfDirectory(atPath: tray).sorted().map {
            "\(tray)/\($0)"
        }
    }

    /// What it prints on.
    enum Paper {
        case roll
        case letter

        fileprivate var arguments: [String] {
            switch self {
            case .roll: []
            case .letter: ["letter"]
            }
        }
    }

    /// The files that the script knows.
    enum Fault: String {
        case paperOut = "paper-out"
        case paperLow = "paper-low"
        case coverOpen = "cover-open"
        case hold
        case refuse
    }
}

/// Looks again and again until something holds; the printer is a process of its own.
func until(
    _ what: String, within limit: Duration = .seconds(20), _ holds: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while try await !holds() {
        guard clock.now < deadline else { throw NeverHeld(what: what) }
        try await clock.sleep(for: .milliseconds(30))
    }
}

struct NeverHeld: Error {
    let what: String
}

/// Real time, for tests with real processes.
struct RealClock: KioskClock {
    private let start = ContinuousClock.now

    func monotonic() -> Duration { start.duration(to: .now) }

    func wallMilliseconds() -> Int64 { ReceiptFixtures.time.unixSeconds * 1_000 }

    func sleep(for duration: Duration) async throws(CancellationError) {
        do {
            try await ContinuousClock().sleep(for: duration)
        } catch {
            throw CancellationError()
        }
    }
}
