import Foundation
import Glibc
import Receipts

/// A real print server for one test: cupsd on the loopback address with its files in a folder of its
/// own, and one queue. It ends with the value.
final class RunningPrintServer {
    let folder: TemporaryFolder
    private let port: UInt16
    private let process: ChildProcess

    /// - Parameter printer: the URI of the printer behind the queue.
    init(printer: String) async throws {
        folder = try TemporaryFolder()
        port = try freePort()
        try Self.writeConfiguration(root: folder.path, port: port)
        process = try ChildProcess(
            "/usr/sbin/cupsd",
            ["-f", "-c", folder.path + "/cupsd.conf", "-s", folder.path + "/cups-files.conf"],
            output: folder.path + "/output")
        try await until("the print server has its queue") {
            let arguments = ["-p", Self.queue, "-E", "-v", printer, "-m", "everywhere"]
            let server = ["-h", "127.0.0.1:\(self.port)"]
            return (try? ChildProcess.run("/usr/sbin/lpadmin", server + arguments)) != nil
        }
    }

    deinit {
        process.stop()
    }

    var destination: PrinterDestination {
        .printer(uri: "ipp://127.0.0.1:\(port)/printers/\(Self.queue)")
    }

    private static let queue = "receipts"

    /// A server started by root runs its filters as `lp`, who must be able to write here.
    private static func writeConfiguration(root: String, port: UInt16) throws {
        for name in ["cache", "spool", "temporary", "state", "certificates"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(name)", withIntermediateDirectories: false)
        }
        try files(root).write(toFile: root + "/cups-files.conf", atomically: true, encoding: .utf8)
        try server(port).write(toFile: root + "/cupsd.conf", atomically: true, encoding: .utf8)
        guard geteuid() == 0 else { return }
        _ = try ChildProcess.run("chown", ["-R", "root:lp", root])
        _ = try ChildProcess.run("chmod", ["-R", "u+rwX,g+rwX,o+rX", root])
    }

    private static func files(_ root: String) -> String {
        """
        ServerRoot \(root)
        StateDir \(root)/state
        CacheDir \(root)/cache
        RequestRoot \(root)/spool
        TempDir \(root)/temporary
        ServerKeychain \(root)/certificates
        ServerBin /usr/lib/cups
        DataDir /usr/share/cups
        AccessLog \(root)/access_log
        ErrorLog \(root)/error_log
        PageLog \(root)/page_log
        User lp
        Group lp
        SystemGroup root lpadmin
        Sandboxing relaxed

        """
    }

    private static func server(_ port: UInt16) -> String {
        """
        LogLevel info
        Listen 127.0.0.1:\(port)
        Browsing Off
        WebInterface No
        DefaultAuthType None
        ErrorPolicy retry-current-job
        JobRetryInterval 1
        <Location />
          Order allow,deny
          Allow localhost
        </Location>
        <Policy default>
          JobPrivateValues none
          <Limit All>
            Order allow,deny
            Allow localhost
          </Limit>
        </Policy>

        """
    }
}
