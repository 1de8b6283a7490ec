import Foundation

/// What this process has used so far.
struct ProcessUsage {
    /// User and system time.
    let processor: Duration
    /// Bytes of memory that are resident (Linux: /proc/self/statm, second field, in pages).
    let resident: Int

    /// Processor time, user and system, of the thread that asks.
    static func thread() -> Duration {
        var usage = rusage()
        getrusage(threadUsage, &usage)
        return .init(usage.ru_utime) + .init(usage.ru_stime)
    }

    /// RUSAGE_THREAD (getrusage(2)), which Glibc's module shows to no Swift code.
    private static let threadUsage = __rusage_who_t(1)

    static func now() -> ProcessUsage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let statm = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = statm.flatMap(OtherProcess.residentPages) ?? 0
        return ProcessUsage(
            processor: .init(usage.ru_utime) + .init(usage.ru_stime),
            resident: pages * Int(sysconf(Int32(_SC_PAGESIZE))))
    }
}

extension Duration {
    fileprivate init(_ time: timeval) {
        self = .seconds(Int64(time.tv_sec)) + .microseconds(Int64(time.tv_usec))
    }
}
