import Foundation
import Glibc
import Receipts
import Testing

/// A print server of its own for one test: Debian's cupsd with Debian's policies, on ports and in
/// folders that nobody else uses. It ends with the value.
final class RunningPrintServer {
    private let folder: TemporaryFolder
    private let port: UInt16
    private var process: ChildProcess?

    init() async throws {
        port = try freePort()
        folder = try TemporaryFolder()
        for name in ["etc", "run", "cache", "spool", "spool/tmp", "log"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
        }
        try write(files, to: "etc/cups-files.conf")
        try write(settings + Self.policies(), to: "etc/cupsd.conf")
        try await start()
    }

    deinit {
        stop()
    }

    /// What `CUPS_SERVER` holds for clients of this server.
    var socket: String { folder.path + "/run/cups.sock" }

    func uri(of queue: String) -> String { "ipp://localhost:\(port)/printers/\(queue)" }

    func start() async throws {
        process = try ChildProcess(
            "/usr/sbin/cupsd",
            [
                "-f", "-c", "\(folder.path)/etc/cupsd.conf", "-s",
                "\(folder.path)/etc/cups-files.conf",
            ],
            output: folder.path + "/log/output")
        try await until("the print server answers") { LoopbackSocket.answers(port: port) }
    }

    /// Ends it in order: it ends its jobs' programs, and keeps the jobs for its next start.
    func stop() {
        process?.stop()
        process = nil
    }

    /// Ends it and all that it has started at once.
    func cutPower() {
        process?.killWithChildren()
        process = nil
    }

    /// Makes a queue to a printer that speaks IPP and waits until it is there for good: the server
    /// asks the printer what it understands after it has answered, and then starts the queue.
    func add(_ queue: String, to printer: String, _ kind: QueueKind) async throws {
        try administer("lpadmin", ["-p", queue, "-E", "-v", printer, "-m", kind.rawValue])
        guard kind == .everywhere else { return }
        try await until("the queue is there") {
            try String(contentsOfFile: folder.path + "/log/errors", encoding: .utf8)
                .contains("Printer \"\(queue)\" is now available.")
        }
    }

    /// Runs one of the commands that come with CUPS.
    func administer(_ command: String, _ arguments: [String]) throws {
        _ = try ChildProcess.run(command, ["-h", socket] + arguments)
    }

    enum QueueKind: String, CaseIterable {
        /// What a person sets up: the server makes what the printer says that it understands.
        case everywhere
        /// Documents go to the printer as they came, and nothing else goes with them.
        case raw
    }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(folder.path)/\(name)", atomically: false, encoding: .utf8)
    }

    private var files: String {
        // Whoever runs the tests may add queues; started by root, the server works as Debian's does.
        let isRoot = getuid() == 0
        let user = isRoot ? "lp" : String(cString: getpwuid(getuid()).pointee.pw_name)
        let group = isRoot ? "lp" : String(cString: getgrgid(getgid()).pointee.gr_name)
        return """
            ServerRoot \(folder.path)/etc
            StateDir \(folder.path)/run
            CacheDir \(folder.path)/cache
            RequestRoot \(folder.path)/spool
            TempDir \(folder.path)/spool/tmp
            AccessLog \(folder.path)/log/access
            ErrorLog \(folder.path)/log/errors
            PageLog \(folder.path)/log/pages
            User \(user)
            Group \(group)
            SystemGroup \(isRoot ? "root" : group)
            Sandboxing relaxed
            """
    }

    /// `DirtyCleanInterval 0`: queues and jobs are on the disk at once, so that they outlive a power
    /// cut.
    private var settings: String {
        """
        Listen 127.0.0.1:\(port)
        Listen \(socket)
        LogLevel info
        Browsing Off
        WebInterface No
        DefaultAuthType Basic
        DirtyCleanInterval 0
        ErrorPolicy retry-current-job
        JobRetryInterval 1

        """
    }

    /// Who may do what, as Debian installs it.
    private static func policies() throws -> String {
        let installed = try String(contentsOfFile: "/etc/cups/cupsd.conf", encoding: .utf8)
        let start = try #require(installed.range(of: "<Location />"))
        return String(installed[start.lowerBound...])
    }
}
