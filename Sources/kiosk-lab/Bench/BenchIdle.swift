import ArgumentParser
import Foundation

/// What a running kiosk costs while nobody uses it.
struct BenchIdle: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle", abstract: "Measure a running process: share of a core, and memory.",
        discussion: """
            Start a kiosk (kiosk-config/demo), leave its screen alone, and give its process id, \
            which `pgrep -f 'kiosk run'` finds.

            Example:
              kiosk-lab bench idle --process 4711 --seconds 60

            Exit status: 0 when the figures are printed, 1 when it could not be measured.
            """)

    @Option(help: "The id of the process to watch.")
    var process: Int32

    @Option(help: "How long to watch, in seconds.")
    var seconds = 60

    func validate() throws {
        guard process > 0 else {
            throw ValidationError("--process is \(process); it must be 1 or more.")
        }
        guard (1...86_400).contains(seconds) else {
            throw ValidationError("--seconds is \(seconds); it must be from 1 to 86400.")
        }
    }

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let before = try OtherProcess.usage(of: process)
        try await clock.sleep(for: .seconds(seconds))
        let after = try OtherProcess.usage(of: process)
        print(Self.report(after.processor - before.processor, clock.now - start, after.resident))
    }

    private static func report(
        _ processor: Duration, _ elapsed: Duration, _ resident: Int
    ) -> String {
        let percent = 100 * (processor / elapsed)
        return """
            watched for \(elapsed.components.seconds) s
              processor        \((percent * 100).rounded() / 100) % of a core
              resident memory  \(resident >> 20) MiB
            """
    }
}

/// Another process as the kernel accounts for it.
enum OtherProcess {
    /// - Throws: `NoSuchProcess` for a process that is not there.
    static func usage(of process: Int32) throws -> ProcessUsage {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let memory = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8),
            let ticks = processorTicks(stat), let pages = residentPages(memory)
        else { throw NoSuchProcess(id: process) }
        return ProcessUsage(
            processor: .seconds(Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))),
            resident: pages * Int(sysconf(Int32(_SC_PAGESIZE))))
    }

    /// proc(5): fields 14 and 15, user and system time. The name in field 2 may hold spaces, so fields are counted
    /// from its closing bracket.
    private static func processorTicks(_ stat: String) -> Int? {
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
            return nil
        }
        return user + system
    }

    /// proc(5): the second field of statm.
    static func residentPages(_ statm: String) -> Int? {
        statm.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
}

/// A process that cannot be watched: it has ended, or never was.
struct NoSuchProcess: Error, CustomStringConvertible {
    let id: Int32

    var description: String { "there is no process \(id) to watch" }
}
